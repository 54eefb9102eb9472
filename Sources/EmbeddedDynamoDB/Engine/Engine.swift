import DynamoDB

/// DynamoDB's operations over a ``Storage``.
struct Engine<Backing: Storage>: Sendable {
  let storage: Backing
  let time: any TimeSource

  /// A table that an operation on items names. A name that no table can have is refused as such.
  func table(_ name: String, in transaction: borrowing Backing.Transaction) throws(DynamoDBError) -> StoredTable {
    guard let table = try find(name, in: transaction) else { throw .resourceNotFound("Requested resource not found") }
    return table
  }

  /// A table that an operation on tables names.
  func described(_ name: String, in transaction: borrowing Backing.Transaction) throws(DynamoDBError) -> StoredTable {
    guard let table = try find(name, in: transaction) else {
      throw .resourceNotFound("Requested resource not found: Table: \(name) not found")
    }
    return table
  }

  /// The table of a name or of an ARN, which has to be the table's own.
  func find(
    _ reference: String, in transaction: borrowing Backing.Transaction
  ) throws(DynamoDBError) -> StoredTable? {
    // No table is called as an ARN is.
    if let table = try transaction.table(named: reference) { return table }
    let name = TableARN.name(in: reference)
    try TableNameRule.check(name)
    guard name != reference, let table = try transaction.table(named: name) else { return nil }
    return reference == table.description.arn ? table : nil
  }
}
extension Engine: OperationHandler {}

/// The Amazon Resource Names that the engine gives its tables, which requests may use in place of a name.
///
/// Source: *Amazon DynamoDB API Reference*, `TableName` of every operation on items.
enum TableARN {
  private static let prefix = "arn:aws:dynamodb:embedded:000000000000:table/"

  static func arn(ofTable name: String) -> String { prefix + name }

  static func arn(ofIndex index: String, of table: String) -> String { "\(prefix)\(table)/index/\(index)" }

  /// The name that an ARN ends with; what is no ARN is the name itself.
  static func name(in reference: String) -> String {
    guard reference.hasPrefix("arn:"), let end = reference.firstRange(of: ":table/") else { return reference }
    return String(reference[end.upperBound...])
  }
}
