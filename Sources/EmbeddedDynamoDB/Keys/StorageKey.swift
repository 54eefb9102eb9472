import DynamoDB

/// An item's key as bytes, whose unsigned order is DynamoDB's order of keys: strings and binary by bytes,
/// numbers by value.
struct StorageKey: Hashable, Sendable {
  var partition: [UInt8]
  /// Empty in a table without a sort key.
  var sort: [UInt8]
}

extension KeySchema {
  /// The key of an item that is to be stored.
  func storageKey(ofItem item: Item) throws(DynamoDBError) -> StorageKey {
    for attribute in attributes {
      guard let value = item[attribute.name] else {
        throw .validation("One or more parameter values were invalid: Missing the key \(attribute.name) in the item")
      }
      guard value.typeTag.rawValue == attribute.kind.rawValue else {
        throw .validation(
          "One or more parameter values were invalid: Type mismatch for key \(attribute.name) "
            + "expected: \(attribute.kind.rawValue) actual: \(value.typeTag.rawValue)")
      }
    }
    return try storageKey(item)
  }

  /// The key that a request names: the key attributes, all of them and nothing else.
  func storageKey(ofKey key: Item) throws(DynamoDBError) -> StorageKey {
    guard key.count == attributes.count,
      attributes.allSatisfy({ key[$0.name]?.typeTag.rawValue == $0.kind.rawValue })
    else { throw .validation("The provided key element does not match the schema") }
    return try storageKey(key)
  }

  /// The value of an item's partition key, which has been checked to be there.
  func partitionValue(of item: Item) -> AttributeValue { item[partition.name] ?? .null }

  /// Refuses a key value that is empty.
  func refuseEmptyValues(in item: Item) throws(DynamoDBError) {
    for attribute in attributes {
      switch (attribute.kind, item[attribute.name]) {
      case (.string, .string("")), (.binary, .binary([])):
        throw .validation(
          "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an "
            + "empty \(attribute.kind) value. Key: \(attribute.name)")
      default: continue
      }
    }
  }

  private func storageKey(_ item: Item) throws(DynamoDBError) -> StorageKey {
    try refuseEmptyValues(in: item)
    let partitionKey = item[partition.name]?.keyBytes ?? []
    guard partitionKey.count <= 2048 else {
      throw .validation(
        "One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of2048 bytes")
    }
    guard let sort else { return StorageKey(partition: partitionKey, sort: []) }
    let sortKey = item[sort.name]?.keyBytes ?? []
    guard sortKey.count <= 1024 else {
      throw .validation(
        "One or more parameter values were invalid: Aggregated size of all range keys has exceeded the size limit of 1024 bytes"
      )
    }
    return StorageKey(partition: partitionKey, sort: sortKey)
  }
}

extension AttributeValue {
  /// The bytes of a key value; `nil` for types that cannot be keys.
  var keyBytes: [UInt8]? {
    switch self {
    case .string(let text): Array(text.utf8)
    case .binary(let bytes): bytes
    case .number(let number): number.orderedBytes
    default: nil
    }
  }
}
