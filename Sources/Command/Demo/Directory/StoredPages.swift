import DynamoDB

/// What earlier runs left in the table.
struct StoredPages: Sendable {
  /// A history for each page of the site, beginning with what is there.
  private(set) var histories: [PageHistory] = []
  /// The bodies that rows name, also those of pages that the site has no more.
  private(set) var bodies: Set<String> = []
  /// How many publications there were, of all pages of the site.
  private(set) var generations: Int64 = 0

  init(of site: Site, in table: String, on client: some DynamoDBClient) async throws(DynamoDBError) {
    var metas: [String: Item] = [:]
    var locks: [String: Item] = [:]
    var start: Item?
    repeat {
      let page = try await client.send(Scan(table: table, consistentRead: true, exclusiveStartKey: start))
      for item in page.items {
        guard let row = PageRow(key: item) else { continue }
        switch row.kind {
        case .meta: metas[row.page] = item
        case .lock: locks[row.page] = item
        }
      }
      start = page.lastEvaluatedKey
    } while start != nil
    bodies = Set(metas.values.compactMap { $0["s3_key"]?.string })
    for page in site.pages {
      let generation = metas[page.name].flatMap(Generation.init(meta:))
      generations += generation?.version ?? 0
      // Its worker is not one of ours, although it may have the same name.
      var left = locks[page.name].flatMap(PageHistory.Acquisition.init(lock:))
      left?.worker = nil
      histories.append(PageHistory(page: page.name, initial: generation, leftBehind: left))
    }
  }
}
