import DynamoDB

/// `Decodable` values from items: the other direction of ``ItemEncoder``.
struct ItemDecoder {
  var form = ItemEncoder.Form.usual

  func decode<Value: Decodable>(_ type: Value.Type, from item: Item) throws -> Value {
    try Value(from: ValueDecoder(form: form, value: .map(item), codingPath: []))
  }
}

private struct ValueDecoder: Decoder {
  let form: ItemEncoder.Form
  let value: AttributeValue
  let codingPath: [any CodingKey]
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    guard case .map(let item) = value else { throw mismatch("a map", value, codingPath) }
    let container = Keyed<Key>(form: form, item: item, codingPath: codingPath)
    return form == .lean
      ? KeyedDecodingContainer(LeanKeyed(container: container)) : KeyedDecodingContainer(container)
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard case .list(let values) = value else { throw mismatch("a list", value, codingPath) }
    return Unkeyed(form: form, values: values, codingPath: codingPath)
  }

  func singleValueContainer() throws -> any SingleValueDecodingContainer { self }
}

private func mismatch(_ kind: String, _ value: AttributeValue, _ path: [any CodingKey]) -> DecodingError {
  .typeMismatch(
    AttributeValue.self, .init(codingPath: path, debugDescription: "\(kind) was wanted, it is \(value.typeTag)"))
}

private func text(_ value: AttributeValue, _ path: [any CodingKey]) throws -> String {
  guard case .string(let text) = value else { throw mismatch("a string", value, path) }
  return text
}

private func flag(_ value: AttributeValue, _ path: [any CodingKey]) throws -> Bool {
  guard case .bool(let flag) = value else { throw mismatch("a truth value", value, path) }
  return flag
}

private func integer<Value: FixedWidthInteger>(_ value: AttributeValue, _ path: [any CodingKey]) throws -> Value {
  guard let integer = value.integer, let exact = Value(exactly: integer) else {
    throw mismatch("an integer", value, path)
  }
  return exact
}

private func double(_ value: AttributeValue, _ path: [any CodingKey]) throws -> Double {
  guard let number = value.number, let double = Double(number.description) else {
    throw mismatch("a number", value, path)
  }
  return double
}

private func unboxed<Value: Decodable>(
  _ type: Value.Type, _ value: AttributeValue, _ form: ItemEncoder.Form, at path: @autoclosure () -> [any CodingKey]
) throws -> Value {
  if type == Set<String>.self, case .stringSet(let set) = value, let texts = Set(set.elements) as? Value {
    return texts
  }
  return try Value(from: ValueDecoder(form: form, value: value, codingPath: path()))
}

private struct Keyed<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let form: ItemEncoder.Form
  let item: Item
  let codingPath: [any CodingKey]
  var allKeys: [Key] { item.keys.compactMap { Key(stringValue: $0) } }

  func contains(_ key: Key) -> Bool { item[key.stringValue] != nil }

  fileprivate func value(_ key: Key) throws -> AttributeValue {
    guard let value = item[key.stringValue] else {
      throw DecodingError.keyNotFound(key, .init(codingPath: codingPath, debugDescription: "it is not there"))
    }
    return value
  }

  func decodeNil(forKey key: Key) throws -> Bool { if case .null = try value(key) { true } else { false } }
  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
    try unboxed(type, value(key), form, at: codingPath + [key])
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> { try decoder(key).container(keyedBy: type) }
  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try decoder(key).unkeyedContainer()
  }
  func superDecoder() throws -> any Decoder { ValueDecoder(form: form, value: .map(item), codingPath: codingPath) }
  func superDecoder(forKey key: Key) throws -> any Decoder { try decoder(key) }

  private func decoder(_ key: Key) throws -> ValueDecoder {
    ValueDecoder(form: form, value: try value(key), codingPath: codingPath + [key])
  }
}

/// The same without decoders for what needs none.
private struct LeanKeyed<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let container: Keyed<Key>
  var codingPath: [any CodingKey] { container.codingPath }
  var allKeys: [Key] { container.allKeys }

  func contains(_ key: Key) -> Bool { container.contains(key) }
  func decodeNil(forKey key: Key) throws -> Bool { try container.decodeNil(forKey: key) }
  func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try flag(container.value(key), codingPath) }
  func decode(_ type: String.Type, forKey key: Key) throws -> String { try text(container.value(key), codingPath) }
  func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try double(container.value(key), codingPath) }
  func decode(_ type: Float.Type, forKey key: Key) throws -> Float {
    Float(try double(container.value(key), codingPath))
  }
  func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try integer(container.value(key), codingPath) }
  func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try integer(container.value(key), codingPath) }
  func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try integer(container.value(key), codingPath) }
  func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try integer(container.value(key), codingPath) }
  func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try integer(container.value(key), codingPath) }
  func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try integer(container.value(key), codingPath) }
  func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try integer(container.value(key), codingPath) }
  func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try integer(container.value(key), codingPath) }
  func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try integer(container.value(key), codingPath) }
  func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try integer(container.value(key), codingPath) }
  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
    try container.decode(type, forKey: key)
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> { try container.nestedContainer(keyedBy: type, forKey: key) }
  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try container.nestedUnkeyedContainer(forKey: key)
  }
  func superDecoder() throws -> any Decoder { try container.superDecoder() }
  func superDecoder(forKey key: Key) throws -> any Decoder { try container.superDecoder(forKey: key) }
}

private struct Unkeyed: UnkeyedDecodingContainer {
  let form: ItemEncoder.Form
  let values: [AttributeValue]
  let codingPath: [any CodingKey]
  var currentIndex = 0

  init(form: ItemEncoder.Form, values: [AttributeValue], codingPath: [any CodingKey]) {
    self.form = form
    self.values = values
    self.codingPath = codingPath
  }

  var count: Int? { values.count }
  var isAtEnd: Bool { currentIndex == values.count }

  private mutating func next() throws -> AttributeValue {
    guard !isAtEnd else {
      throw DecodingError.valueNotFound(
        AttributeValue.self, .init(codingPath: codingPath, debugDescription: "the list is at its end"))
    }
    defer { currentIndex += 1 }
    return values[currentIndex]
  }

  mutating func decodeNil() throws -> Bool {
    guard !isAtEnd, case .null = values[currentIndex] else { return false }
    currentIndex += 1
    return true
  }
  mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    try unboxed(type, next(), form, at: codingPath)
  }
  mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) throws -> KeyedDecodingContainer<Nested> {
    try ValueDecoder(form: form, value: next(), codingPath: codingPath).container(keyedBy: type)
  }
  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    try ValueDecoder(form: form, value: next(), codingPath: codingPath).unkeyedContainer()
  }
  mutating func superDecoder() throws -> any Decoder {
    ValueDecoder(form: form, value: try next(), codingPath: codingPath)
  }
}

extension ValueDecoder: SingleValueDecodingContainer {
  func decodeNil() -> Bool { if case .null = value { true } else { false } }
  func decode(_ type: Bool.Type) throws -> Bool { try flag(value, codingPath) }
  func decode(_ type: String.Type) throws -> String { try text(value, codingPath) }
  func decode(_ type: Double.Type) throws -> Double { try double(value, codingPath) }
  func decode(_ type: Float.Type) throws -> Float { Float(try double(value, codingPath)) }
  func decode(_ type: Int.Type) throws -> Int { try integer(value, codingPath) }
  func decode(_ type: Int8.Type) throws -> Int8 { try integer(value, codingPath) }
  func decode(_ type: Int16.Type) throws -> Int16 { try integer(value, codingPath) }
  func decode(_ type: Int32.Type) throws -> Int32 { try integer(value, codingPath) }
  func decode(_ type: Int64.Type) throws -> Int64 { try integer(value, codingPath) }
  func decode(_ type: UInt.Type) throws -> UInt { try integer(value, codingPath) }
  func decode(_ type: UInt8.Type) throws -> UInt8 { try integer(value, codingPath) }
  func decode(_ type: UInt16.Type) throws -> UInt16 { try integer(value, codingPath) }
  func decode(_ type: UInt32.Type) throws -> UInt32 { try integer(value, codingPath) }
  func decode(_ type: UInt64.Type) throws -> UInt64 { try integer(value, codingPath) }
  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try unboxed(type, value, form, at: codingPath) }
}
