import DynamoDB

/// DynamoDB's operations over a ``Storage``.
struct Engine<Backing: Storage>: Sendable {
  let storage: Backing
  let time: any TimeSource

  /// A table that an operation on items names.
  func table(_ name: String, in transaction: borrowing Backing.Transaction) throws(DynamoDBError) -> StoredTable {
    guard let table = try transaction.table(named: name) else {
      throw .resourceNotFound("Requested resource not found")
    }
    return table
  }
}
extension Engine: OperationHandler {}
