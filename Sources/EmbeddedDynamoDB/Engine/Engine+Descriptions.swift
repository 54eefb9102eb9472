import DynamoDB

// What the service tells of itself, and a table's continuous backups.
extension Engine {
  /// A new account's quotas; nothing here is limited by them.
  ///
  /// Source: *Amazon DynamoDB Developer Guide*, "Quotas in Amazon DynamoDB".
  func run(_ operation: DescribeLimits) async throws(DynamoDBError) -> DescribeLimits.Output {
    DescribeLimits.Output(
      accountReadUnits: 80_000, accountWriteUnits: 80_000, tableReadUnits: 40_000, tableWriteUnits: 40_000)
  }

  /// A server puts its own address in the place of this one.
  func run(_ operation: DescribeEndpoints) async throws(DynamoDBError) -> DescribeEndpoints.Output {
    DescribeEndpoints.Output(endpoints: [.init(address: "localhost", cacheMinutes: 1440)])
  }

  func run(_ operation: DescribeContinuousBackups) async throws(DynamoDBError) -> DescribeContinuousBackups.Output {
    let now = time.now
    return try await storage.read { transaction throws(DynamoDBError) in
      try self.backedUp(operation.table, in: transaction).continuousBackups(now: now)
    }
  }

  func run(_ operation: UpdateContinuousBackups) async throws(DynamoDBError) -> UpdateContinuousBackups.Output {
    let now = time.now
    return try await storage.write { transaction throws(DynamoDBError) in
      var table = try self.backedUp(operation.table, in: transaction)
      table.recovery =
        operation.pointInTimeRecovery
        ? PointInTimeRecovery(
          since: table.recovery?.since ?? now, days: operation.recoveryDays ?? table.recovery?.days ?? 35)
        : nil
      try transaction.update(table)
      return table.continuousBackups(now: now)
    }
  }

  /// These two operations have an error of their own for a table that is not there.
  private func backedUp(
    _ name: String, in transaction: borrowing Backing.Transaction
  ) throws(DynamoDBError) -> StoredTable {
    guard let table = try find(name, in: transaction) else {
      throw .service(code: "TableNotFoundException", status: 400, message: "Table not found: \(name)")
    }
    return table
  }
}

extension StoredTable {
  fileprivate func continuousBackups(now: Timestamp) -> DescribeContinuousBackups.Output {
    guard let recovery else { return DescribeContinuousBackups.Output(pointInTimeRecovery: false) }
    return DescribeContinuousBackups.Output(
      pointInTimeRecovery: true, recoveryDays: recovery.days,
      earliestRestorable: max(recovery.since, now - .seconds(recovery.days * 24 * 3600)), latestRestorable: now)
  }
}
