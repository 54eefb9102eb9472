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
    let partitionValue = try Self.value(of: partition, in: item)
    guard let sort else { return try storageKey(partitionValue, nil) }
    return try storageKey(partitionValue, Self.value(of: sort, in: item))
  }

  private static func value(of attribute: Attribute, in item: Item) throws(DynamoDBError) -> AttributeValue {
    guard let value = item[attribute.name] else {
      throw .validation("One or more parameter values were invalid: Missing the key \(attribute.name) in the item")
    }
    guard attribute.kind.takes(value) else {
      throw .validation(
        "One or more parameter values were invalid: Type mismatch for key \(attribute.name) "
          + "expected: \(attribute.kind.rawValue) actual: \(value.typeTag.rawValue)")
    }
    return value
  }

  /// The key that a request names: the key attributes, all of them and nothing else.
  func storageKey(ofKey key: Item) throws(DynamoDBError) -> StorageKey {
    guard key.count == (sort == nil ? 1 : 2), let partitionValue = key[partition.name],
      partition.kind.takes(partitionValue)
    else { throw Self.mismatch }
    guard let sort else { return try storageKey(partitionValue, nil) }
    guard let sortValue = key[sort.name], sort.kind.takes(sortValue) else { throw Self.mismatch }
    return try storageKey(partitionValue, sortValue)
  }

  private static var mismatch: DynamoDBError { .validation("The provided key element does not match the schema") }

  /// The value of the partition key that these bytes stand for.
  func partitionValue(of key: StorageKey) -> AttributeValue {
    switch partition.kind {
    case .string: .string(String(decoding: key.partition, as: UTF8.self))
    case .binary: .binary(key.partition)
    case .number: Number(orderedBytes: key.partition).map { .number($0) } ?? .null
    }
  }

  /// Refuses a key value that is empty.
  func refuseEmptyValues(in item: Item) throws(DynamoDBError) {
    for attribute in attributes {
      if let value = item[attribute.name] { try Self.refuseEmpty(value, of: attribute) }
    }
  }

  private static func refuseEmpty(_ value: AttributeValue, of attribute: Attribute) throws(DynamoDBError) {
    switch (attribute.kind, value) {
    case (.string, .string("")), (.binary, .binary([])):
      throw .validation(
        "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an "
          + "empty \(attribute.kind) value. Key: \(attribute.name)")
    default: return
    }
  }

  private func storageKey(
    _ partitionValue: AttributeValue, _ sortValue: AttributeValue?
  ) throws(DynamoDBError) -> StorageKey {
    let partitionKey = partitionValue.keyBytes ?? []
    if partitionKey.isEmpty { try Self.refuseEmpty(partitionValue, of: partition) }
    guard let sort, let sortValue else { return StorageKey(partition: try Self.partitionKey(partitionKey), sort: []) }
    let sortKey = sortValue.keyBytes ?? []
    if sortKey.isEmpty { try Self.refuseEmpty(sortValue, of: sort) }
    let key = StorageKey(partition: try Self.partitionKey(partitionKey), sort: sortKey)
    guard sortKey.count <= 1024 else {
      throw .validation(
        "One or more parameter values were invalid: Aggregated size of all range keys has exceeded the size limit of 1024 bytes"
      )
    }
    return key
  }

  private static func partitionKey(_ bytes: [UInt8]) throws(DynamoDBError) -> [UInt8] {
    guard bytes.count <= 2048 else {
      throw .validation(
        "One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of2048 bytes")
    }
    return bytes
  }
}

extension KeySchema.Attribute.Kind {
  /// Whether a value has this type. (Raw values would compare texts.)
  func takes(_ value: AttributeValue) -> Bool {
    switch (self, value) {
    case (.string, .string), (.number, .number), (.binary, .binary): true
    default: false
    }
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
