import DynamoDB

/// Items from any `Encodable` value, as the encoders of AWS SDKs make them: what the direct conversion is measured
/// against.
///
/// Sets of strings, which Codable has no type for, are found by a cast.
struct ItemEncoder {
  /// How much the encoder does for each value.
  enum Form {
    /// Each value has a container that knows its coding path, as in dynamo-db-tables, so that whatever goes wrong says where.
    case usual
    /// Text, numbers and truth values go straight into the dictionary, as in an encoder that was made to be fast.
    case lean
  }

  var form = Form.usual

  func encode(_ value: some Encodable) throws -> Item {
    let encoder = ValueEncoder(form, codingPath: [])
    try value.encode(to: encoder)
    guard case .map(let item)? = encoder.value else {
      throw EncodingError.invalidValue(value, .init(codingPath: [], debugDescription: "the value is no item"))
    }
    return item
  }
}

/// Where one value and what is in it are put together.
private final class ValueEncoder: Encoder {
  let form: ItemEncoder.Form
  let codingPath: [any CodingKey]
  var userInfo: [CodingUserInfoKey: Any] { [:] }
  private var single: AttributeValue?
  private var keyed: KeyedStorage?
  private var unkeyed: UnkeyedStorage?

  init(_ form: ItemEncoder.Form, codingPath: [any CodingKey]) {
    self.form = form
    self.codingPath = codingPath
  }

  var value: AttributeValue? {
    if let single { return single }
    if let keyed { return .map(keyed.finished()) }
    return unkeyed.map { .list($0.finished()) }
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    let storage = keyed ?? KeyedStorage()
    keyed = storage
    let container = Keyed<Key>(form: form, storage: storage, codingPath: codingPath)
    return form == .lean
      ? KeyedEncodingContainer(LeanKeyed(container: container)) : KeyedEncodingContainer(container)
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    let storage = unkeyed ?? UnkeyedStorage()
    unkeyed = storage
    return Unkeyed(form: form, storage: storage, codingPath: codingPath)
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
private func boxed(
  _ value: some Encodable, _ form: ItemEncoder.Form, at path: @autoclosure () -> [any CodingKey]
) throws -> AttributeValue {
  switch value {
  case let texts as Set<String>: return .stringSet(ValueSet(texts))
  default:
    let encoder = ValueEncoder(form, codingPath: path())
    try value.encode(to: encoder)
    return encoder.value ?? .map([:])
  }
}

private func boxed(_ value: Double) throws -> AttributeValue { .number(try Number(parsing: value.description)) }

private struct Keyed<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let form: ItemEncoder.Form
  let storage: KeyedStorage
  let codingPath: [any CodingKey]

  func encodeNil(forKey key: Key) { storage.values[key.stringValue] = .null }
  func encode(_ value: some Encodable, forKey key: Key) throws {
    storage.values[key.stringValue] = try boxed(value, form, at: codingPath + [key])
  }

  func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key) -> KeyedEncodingContainer<Nested>
  { nested(key).container(keyedBy: type) }
  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer { nested(key).unkeyedContainer() }
  func superEncoder() -> any Encoder { ValueEncoder(form, codingPath: codingPath) }
  func superEncoder(forKey key: Key) -> any Encoder { nested(key) }

  private func nested(_ key: Key) -> ValueEncoder {
    let encoder = ValueEncoder(form, codingPath: codingPath + [key])
    storage.nested[key.stringValue] = encoder
    return encoder
  }
}

/// The same without containers for what needs none.
private struct LeanKeyed<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let container: Keyed<Key>
  var codingPath: [any CodingKey] { container.codingPath }

  private func set(_ value: AttributeValue, forKey key: Key) { container.storage.values[key.stringValue] = value }

  func encodeNil(forKey key: Key) { set(.null, forKey: key) }
  func encode(_ value: Bool, forKey key: Key) { set(.bool(value), forKey: key) }
  func encode(_ value: String, forKey key: Key) { set(.string(value), forKey: key) }
  func encode(_ value: Double, forKey key: Key) throws { set(try boxed(value), forKey: key) }
  func encode(_ value: Float, forKey key: Key) throws { set(try boxed(Double(value)), forKey: key) }
  func encode(_ value: Int, forKey key: Key) { set(.number(value), forKey: key) }
  func encode(_ value: Int8, forKey key: Key) { set(.number(Int64(value)), forKey: key) }
  func encode(_ value: Int16, forKey key: Key) { set(.number(Int64(value)), forKey: key) }
  func encode(_ value: Int32, forKey key: Key) { set(.number(Int64(value)), forKey: key) }
  func encode(_ value: Int64, forKey key: Key) { set(.number(value), forKey: key) }
  func encode(_ value: UInt, forKey key: Key) { set(.number(Int64(value)), forKey: key) }
  func encode(_ value: UInt8, forKey key: Key) { set(.number(Int64(value)), forKey: key) }
  func encode(_ value: UInt16, forKey key: Key) { set(.number(Int64(value)), forKey: key) }
  func encode(_ value: UInt32, forKey key: Key) { set(.number(Int64(value)), forKey: key) }
  func encode(_ value: UInt64, forKey key: Key) { set(.number(Int64(value)), forKey: key) }
  func encode(_ value: some Encodable, forKey key: Key) throws { try container.encode(value, forKey: key) }

  func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key) -> KeyedEncodingContainer<Nested>
  { container.nestedContainer(keyedBy: type, forKey: key) }
  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    container.nestedUnkeyedContainer(forKey: key)
  }
  func superEncoder() -> any Encoder { container.superEncoder() }
  func superEncoder(forKey key: Key) -> any Encoder { container.superEncoder(forKey: key) }
}

private struct Unkeyed: UnkeyedEncodingContainer {
  let form: ItemEncoder.Form
  let storage: UnkeyedStorage
  let codingPath: [any CodingKey]
  var count: Int { storage.values.count }

  func encodeNil() { storage.values.append(.null) }
  func encode(_ value: some Encodable) throws { storage.values.append(try boxed(value, form, at: codingPath)) }

  func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
    nested().container(keyedBy: type)
  }
  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { nested().unkeyedContainer() }
  func superEncoder() -> any Encoder { nested() }

  private func nested() -> ValueEncoder {
    let encoder = ValueEncoder(form, codingPath: codingPath)
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
  func encode(_ value: some Encodable) throws { single = try boxed(value, form, at: codingPath) }
}
