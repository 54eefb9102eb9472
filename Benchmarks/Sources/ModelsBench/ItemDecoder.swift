import DynamoDB

/// `Decodable` values from items: the other direction of ``ItemEncoder``.
struct ItemDecoder {
  func decode<Value: Decodable>(_ type: Value.Type, from item: Item) throws -> Value {
    try Value(from: ValueDecoder(value: .map(item), codingPath: []))
  }
}

private struct ValueDecoder: Decoder {
  let value: AttributeValue
  let codingPath: [any CodingKey]
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    guard case .map(let item) = value else { throw mismatch("a map", value, codingPath) }
    return KeyedDecodingContainer(Keyed(item: item, codingPath: codingPath))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard case .list(let values) = value else { throw mismatch("a list", value, codingPath) }
    return Unkeyed(values: values, codingPath: codingPath)
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
  _ type: Value.Type, _ value: AttributeValue, at path: @autoclosure () -> [any CodingKey]
) throws -> Value {
  if type == Set<String>.self, case .stringSet(let set) = value, let texts = Set(set.elements) as? Value {
    return texts
  }
  return try Value(from: ValueDecoder(value: value, codingPath: path()))
}

private struct Keyed<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let item: Item
  let codingPath: [any CodingKey]
  var allKeys: [Key] { item.keys.compactMap { Key(stringValue: $0) } }

  func contains(_ key: Key) -> Bool { item[key.stringValue] != nil }

  private func value(_ key: Key) throws -> AttributeValue {
    guard let value = item[key.stringValue] else {
      throw DecodingError.keyNotFound(key, .init(codingPath: codingPath, debugDescription: "it is not there"))
    }
    return value
  }

  func decodeNil(forKey key: Key) throws -> Bool { if case .null = try value(key) { true } else { false } }
  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
    try unboxed(type, value(key), at: codingPath + [key])
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> { try decoder(key).container(keyedBy: type) }
  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try decoder(key).unkeyedContainer()
  }
  func superDecoder() throws -> any Decoder { ValueDecoder(value: .map(item), codingPath: codingPath) }
  func superDecoder(forKey key: Key) throws -> any Decoder { try decoder(key) }

  private func decoder(_ key: Key) throws -> ValueDecoder {
    ValueDecoder(value: try value(key), codingPath: codingPath + [key])
  }
}

private struct Unkeyed: UnkeyedDecodingContainer {
  let values: [AttributeValue]
  let codingPath: [any CodingKey]
  var currentIndex = 0

  init(values: [AttributeValue], codingPath: [any CodingKey]) {
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
    try unboxed(type, next(), at: codingPath)
  }
  mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) throws -> KeyedDecodingContainer<Nested> {
    try ValueDecoder(value: next(), codingPath: codingPath).container(keyedBy: type)
  }
  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    try ValueDecoder(value: next(), codingPath: codingPath).unkeyedContainer()
  }
  mutating func superDecoder() throws -> any Decoder { ValueDecoder(value: try next(), codingPath: codingPath) }
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
  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try unboxed(type, value, at: codingPath) }
}
