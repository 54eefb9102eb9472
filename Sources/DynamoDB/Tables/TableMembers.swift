/// A table's keys and indexes in a request or description, as they came: their definitions may stand behind them.
struct TableMembers {
  var definitions = AttributeDefinitions()
  var elements: [KeyElement]?
  var indexes: [IndexMembers] = []

  /// Reads the member if it is one of them.
  mutating func read(_ name: String, from reader: inout JSONReader) throws(DynamoDBError) -> Bool {
    switch name {
    case "AttributeDefinitions": definitions = try AttributeDefinitions(from: &reader)
    case "KeySchema": elements = try KeyElement.list(from: &reader)
    case "LocalSecondaryIndexes": indexes += try Self.indexes(.local, name, from: &reader)
    case "GlobalSecondaryIndexes": indexes += try Self.indexes(.global, name, from: &reader)
    default: return false
    }
    return true
  }

  private static func indexes(
    _ scope: SecondaryIndex.Scope, _ name: String, from reader: inout JSONReader
  ) throws(DynamoDBError) -> [IndexMembers] {
    let indexes = try reader.list { reader throws(DynamoDBError) in try IndexMembers(scope, from: &reader) }
    guard !indexes.isEmpty else { throw .invalidParameter("List of \(name) is empty") }
    return indexes
  }

  /// The keys of a table that is to be made, after everything has been checked that needs no billing.
  func created() throws(DynamoDBError) -> (key: KeySchema, indexes: [SecondaryIndex]) {
    guard let elements else { throw RequestMembers.missing("KeySchema") }
    guard elements.count <= 2 else {
      throw .validation(
        "1 validation error detected: Value at 'keySchema' failed to satisfy constraint: "
          + "Member must have length less than or equal to 2")
    }
    let key = try definitions.schema(of: elements)
    if key.sort == nil, self.indexes.contains(where: { $0.scope == .local }) {
      throw .invalidParameter(
        "Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex")
    }
    var indexes: [SecondaryIndex] = []
    for members in self.indexes.sorted(by: { $0.scope == .local && $1.scope == .global }) {
      indexes.append(try members.index(definitions, of: key))
    }
    try definitions.refuseUnused(by: [key] + indexes.map(\.keySchema), hasIndexes: !indexes.isEmpty)
    return (key, indexes)
  }

  /// The keys of a table that exists. An index of a kind that this version does not know is left out.
  func described() throws(DynamoDBError) -> (key: KeySchema, indexes: [SecondaryIndexDescription]) {
    guard let elements else { throw RequestMembers.missing("KeySchema") }
    let key = try definitions.schema(of: elements)
    var descriptions: [SecondaryIndexDescription] = []
    for members in indexes {
      do throws(DynamoDBError) {
        var index = try members.index(definitions, of: key)
        // An index that is paid for by the request says so with 0 units.
        if index.billing == .provisioned(readUnits: 0, writeUnits: 0) { index.billing = .onDemand }
        descriptions.append(
          SecondaryIndexDescription(
            index, status: members.status.flatMap(TableDescription.Status.init) ?? .active,
            itemCount: members.itemCount, sizeInBytes: members.sizeInBytes, arn: members.arn))
      } catch {
        continue
      }
    }
    return (key, descriptions)
  }
}
