import DynamoDB
import TableTheory

/// All entries of a table.
struct EntryScan: Sendable {
  var table: String
  var layout: CacheLayout
  /// Of this tenant alone; `nil` for all.
  var tenant: String?

  /// Costs a read unit for each 4 KB of the table until `limit` entries are found, rows of other kinds included.
  ///
  /// - Returns: In the keys' order, those without a tenant first. Rows that are no entries, or under none of our keys, are
  ///   left out.
  func entries(on client: some DynamoDBClient, limit: Int?) async throws(DynamoDBError) -> [(LeaseKey, CacheEntry)] {
    var entries: [(page: LeaseKey, entry: CacheEntry)] = []
    let scan = Scan(table: table, filter: filter, consistentRead: true)
    for try await item in client.items(of: scan) {
      guard let page = item["pk"]?.string.flatMap(page),
        let entry = CacheEntry(item, key: page.cacheKey, layout: layout)
      else { continue }
      entries.append((page, entry))
      if entries.count == limit { break }
    }
    return entries.sorted { ($0.page.tenant ?? "", $0.page.name) < ($1.page.tenant ?? "", $1.page.name) }
  }

  private var filter: Condition {
    let entries = DocumentPath("sk") == .string(layout.entryRow)
    guard let prefix else { return entries }
    return entries && DocumentPath("pk").begins(with: .string(prefix))
  }

  private var prefix: String? { tenant.map { CacheKey("", tenant: $0).partition } }

  private func page(_ partition: String) -> LeaseKey? {
    // A long name of a tenant is hashed in its keys: only whoever knows it can say whose they are.
    guard let prefix, let tenant else { return LeaseKey(partition: partition) }
    guard partition.utf8.starts(with: prefix.utf8) else { return nil }
    return LeaseKey(name: String(decoding: partition.utf8.dropFirst(prefix.utf8.count), as: UTF8.self), tenant: tenant)
  }
}
