import DynamoDB

/// DynamoDB's operations over a ``Storage``.
struct Engine<Backing: Storage>: Sendable {
  let storage: Backing
  let time: any TimeSource

  /// A table that an operation on items names. A name that no table can have is refused as such.
  func table(_ name: String, in transaction: borrowing Backing.Transaction) throws(DynamoDBError) -> StoredTable {
    try Self.checkName(name)
    guard let table = try transaction.table(named: name) else {
      throw .resourceNotFound("Requested resource not found")
    }
    return table
  }
}
extension Engine: OperationHandler {}
