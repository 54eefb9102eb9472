import DynamoDB
import TableTheory

/// All LOCK rows of a table.
enum LockScan {
  /// Costs a read unit for each 4 KB of the whole table, rows of other kinds included.
  ///
  /// - Returns: In the keys' order, those without a tenant first. Rows that are none of ours are left out.
  static func states(
    in table: String, on client: some DynamoDBClient, time: some TimeSource
  ) async throws(DynamoDBError) -> [LockState] {
    let scan = Scan(table: table, filter: DocumentPath("sk") == "LOCK", consistentRead: true)
    var states: [LockState] = []
    for try await item in client.items(of: scan) {
      guard let key = item["pk"]?.string.flatMap(LeaseKey.init(partition:)) else { continue }
      states.append(LockState(item, of: key, at: time.now))
    }
    return states.sorted { ($0.key.tenant ?? "", $0.key.name) < ($1.key.tenant ?? "", $1.key.name) }
  }
}
