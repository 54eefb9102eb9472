import DynamoDB

// Items that expire.
extension Engine {
  func run(_ operation: UpdateTimeToLive) async throws(DynamoDBError) -> UpdateTimeToLive.Output {
    try await storage.write { transaction throws(DynamoDBError) in
      var table = try self.described(operation.table, in: transaction)
      guard (1...255).contains(operation.attribute.utf8.count) else {
        throw .validation("TimeToLive attributeName must be from 1 to 255 bytes long")
      }
      switch (table.timeToLiveAttribute, operation.enabled) {
      case (nil, false): throw .validation("TimeToLive is already disabled")
      case (_?, true): throw .validation("TimeToLive is already enabled")
      case (let current?, false) where current != operation.attribute:
        throw .validation("TimeToLive is active on a different AttributeName: current AttributeName is \(current)")
      default: break
      }
      table.timeToLiveAttribute = operation.enabled ? operation.attribute : nil
      try transaction.update(table)
      return UpdateTimeToLive.Output(attribute: operation.attribute, enabled: operation.enabled)
    }
  }

  func run(_ operation: DescribeTimeToLive) async throws(DynamoDBError) -> DescribeTimeToLive.Output {
    try await storage.read { transaction throws(DynamoDBError) in
      let attribute = try self.described(operation.table, in: transaction).timeToLiveAttribute
      return DescribeTimeToLive.Output(status: attribute == nil ? .disabled : .enabled, attribute: attribute)
    }
  }

  /// Deletes what expired before `moment`, and returns how many items that were.
  ///
  /// What expired more than five years ago stays. Source: *Amazon DynamoDB Developer Guide*, "Using time to live
  /// (TTL) in DynamoDB".
  func deleteExpired(before moment: Timestamp) async throws(DynamoDBError) -> Int {
    let now = moment.secondsRoundedDown
    let expired = (now - Self.fiveYears)...(now - 1)
    let names = try await storage.read { transaction throws(DynamoDBError) in
      try transaction.tableNames(after: nil, limit: .max)
    }
    var deleted = 0
    for name in names {
      var batch: Int
      repeat {
        batch = try await storage.write { transaction throws(DynamoDBError) in
          guard let table = try transaction.table(named: name) else { return 0 }
          let keys = try transaction.expiredKeys(in: table, expired, limit: Self.sweepBatch)
          for key in keys {
            // Its indexes have to know what it was.
            let item = table.hasIndexes ? try transaction.item(at: key, in: table) : [:]
            try transaction.replace(item, with: nil, at: key, in: table)
          }
          return keys.count
        }
        deleted += batch
      } while batch == Self.sweepBatch
    }
    return deleted
  }

  private static var fiveYears: Int64 { 5 * 365 * 24 * 3600 }
  /// Deletions in one transaction: few enough that writers hardly wait.
  private static var sweepBatch: Int { 500 }
}
