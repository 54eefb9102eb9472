import DynamoDB

extension KeySchema {
  /// What a key condition asks of the storage, after its types have been checked.
  func range(of condition: KeyCondition, forward: Bool) throws(DynamoDBError) -> StorageRange {
    let condition = ordered(condition)
    guard condition.partitionAttribute == partition.name else {
      throw .validation("Query condition missed key schema element: \(partition.name)")
    }
    if let range = condition.sort {
      guard let sort, range.attribute == sort.name else {
        throw .validation(
          sort.map { "Query condition missed key schema element: \($0.name)" } ?? "Query key condition not supported")
      }
      try Self.check(range.range.values, sort)
    }
    try Self.check([condition.partitionValue], partition)
    var range = StorageRange(forward: forward)
    range.partition = condition.partitionValue.keyBytes ?? []
    if let sort = condition.sort { range.restrict(to: sort.range) }
    return range
  }

  /// A condition of two equalities may name the sort key first.
  private func ordered(_ condition: KeyCondition) -> KeyCondition {
    guard condition.partitionAttribute == sort?.name, let other = condition.sort, other.attribute == partition.name,
      case .equal(let value) = other.range
    else { return condition }
    return KeyCondition(
      partition: other.attribute, equals: value, sort: condition.partitionAttribute, .equal(condition.partitionValue))
  }

  private static func check(_ values: [AttributeValue], _ attribute: Attribute) throws(DynamoDBError) {
    for value in values {
      guard value.typeTag.rawValue == attribute.kind.rawValue else {
        throw .validation(
          "One or more parameter values were invalid: Condition parameter type does not match schema type")
      }
      guard value.keyBytes?.isEmpty == false else {
        throw .validation(
          "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an "
            + "empty \(value.typeTag == .binary ? "binary" : "string") value. Key: \(attribute.name)")
      }
    }
  }
}

extension KeyCondition.SortRange {
  var values: [AttributeValue] {
    switch self {
    case .equal(let value), .less(let value), .lessOrEqual(let value), .greater(let value),
      .greaterOrEqual(let value), .beginsWith(let value):
      [value]
    case .between(let low, let high): [low, high]
    }
  }
}
