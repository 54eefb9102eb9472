import DynamoDB

/// Items from any `Encodable` value, as the encoders of AWS SDKs make them: what the direct conversion is measured
/// against.
///
/// Each value has a container that knows its coding path, as in dynamo-db-tables, so that whatever goes wrong says where.
/// Sets of strings, which Codable has no type for, are found by a cast.
struct ItemEncoder {
  func encode(_ value: some Encodable) throws -> Item {
    let encoder = ValueEncoder(codingPath: [])
    try value.encode(to: encoder)
    guard case .map(let item)? = encoder.value else {
      throw EncodingError.invalidValue(value, .init(codingPath: [], debugDescription: "the value is no item"))
    }
    return item
  }
}

/// Where one value and what is in it are put together.
private final class ValueEncoder: Encoder {
  let codingPath: [any CodingKey]
  var userInfo: [CodingUserInfoKey: Any] { [:] }
  private var single: AttributeValue?
  private var keyed: KeyedStorage?
  private var unkeyed: UnkeyedStorage?

  init(codingPath: [any CodingKey]) { self.codingPath = codingPath }

  var value: AttributeValue? {
    if let single { return single }
    if let keyed { return .map(keyed.finished()) }
    return unkeyed.map { .list($0.finished()) }
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    let storage = keyed ?? KeyedStorage()
    keyed = storage
    return KeyedEncodingContainer(Keyed<Key>(storage: storage, codingPath: codingPath))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    let storage = unkeyed ?? UnkeyedStorage()
    unkeyed = storage
    return Unkeyed(storage: storage, codingPath: codingPath)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { self }
}

private final class KeyedStorage {
  var values: Item = [:]
  var nested: [String: ValueEncoder] = [:]

  func finished() -> Item {
    nested.isEmpty ? values : values.merging(nested.compactMapValues(\.value)) { $1 }
  }
}

private final class UnkeyedStorage {
  var values: [AttributeValue] = []
  var nested: [Int: ValueEncoder] = [:]

  func finished() -> [AttributeValue] {
    var values = values
    for (index, encoder) in nested { values[index] = encoder.value ?? .map([:]) }
    return values
  }
}

/// A value that needs no container, or that Codable would write in another form than DynamoDB has for it.
private func boxed(_ value: some Encodable, at path: @autoclosure () -> [any CodingKey]) throws -> AttributeValue {
  switch value {
  case let texts as Set<String>: return .stringSet(ValueSet(texts))
  default:
    let encoder = ValueEncoder(codingPath: path())
    try value.encode(to: encoder)
    return encoder.value ?? .map([:])
  }
}

private func boxed(_ value: Double) throws -> AttributeValue { .number(try Number(parsing: value.description)) }

private struct Keyed<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let storage: KeyedStorage
  let codingPath: [any CodingKey]

  func encodeNil(forKey key: Key) { storage.values[key.stringValue] = .null }
  func encode(_ value: some Encodable, forKey key: Key) throws {
    storage.values[key.stringValue] = try boxed(value, at: codingPath + [key])
  }

  func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key) -> KeyedEncodingContainer<Nested>
  { nested(key).container(keyedBy: type) }
  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer { nested(key).unkeyedContainer() }
  func superEncoder() -> any Encoder { ValueEncoder(codingPath: codingPath) }
  func superEncoder(forKey key: Key) -> any Encoder { nested(key) }

  private func nested(_ key: Key) -> ValueEncoder {
    let encoder = ValueEncoder(codingPath: codingPath + [key])
    storage.nested[key.stringValue] = encoder
    return encoder
  }
}

private struct Unkeyed: UnkeyedEncodingContainer {
  let storage: UnkeyedStorage
  let codingPath: [any CodingKey]
  var count: Int { storage.values.count }

  func encodeNil() { storage.values.append(.null) }
  func encode(_ value: some Encodable) throws { storage.values.append(try boxed(value, at: codingPath)) }

  func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
    nested().container(keyedBy: type)
  }
  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { nested().unkeyedContainer() }
  func superEncoder() -> any Encoder { nested() }

  private func nested() -> ValueEncoder {
    let encoder = ValueEncoder(codingPath: codingPath)
    storage.nested[storage.values.count] = encoder
    storage.values.append(.null)
    return encoder
  }
}

extension ValueEncoder: SingleValueEncodingContainer {
  func encodeNil() { single = .null }
  func encode(_ value: Bool) { single = .bool(value) }
  func encode(_ value: String) { single = .string(value) }
  func encode(_ value: Double) throws { single = try boxed(value) }
  func encode(_ value: Float) throws { single = try boxed(Double(value)) }
  func encode(_ value: Int) { single = .number(value) }
  func encode(_ value: Int8) { single = .number(Int64(value)) }
  func encode(_ value: Int16) { single = .number(Int64(value)) }
  func encode(_ value: Int32) { single = .number(Int64(value)) }
  func encode(_ value: Int64) { single = .number(value) }
  func encode(_ value: UInt) { single = .number(Int64(value)) }
  func encode(_ value: UInt8) { single = .number(Int64(value)) }
  func encode(_ value: UInt16) { single = .number(Int64(value)) }
  func encode(_ value: UInt32) { single = .number(Int64(value)) }
  func encode(_ value: UInt64) { single = .number(Int64(value)) }
  func encode(_ value: some Encodable) throws { single = try boxed(value, at: codingPath) }
}
