public import DynamoDB

extension String: AttributeConvertible {
  @inlinable public static var attributeType: AttributeType { .string }
  @inlinable public var attributeValue: AttributeValue? { .string(self) }

  @inlinable public init(attributeValue: AttributeValue) throws(ValueMismatch) {
    guard case .string(let text) = attributeValue else { throw ValueMismatch(.string, attributeValue) }
    self = text
  }

  @inlinable public static var emptyValue: String? { "" }
  @inlinable public var isEmptyValue: Bool { isEmpty }
}

extension Bool: AttributeConvertible {
  @inlinable public static var attributeType: AttributeType { .bool }
  @inlinable public var attributeValue: AttributeValue? { .bool(self) }

  @inlinable public init(attributeValue: AttributeValue) throws(ValueMismatch) {
    guard case .bool(let flag) = attributeValue else { throw ValueMismatch(.bool, attributeValue) }
    self = flag
  }

  @inlinable public static var emptyValue: Bool? { false }
  @inlinable public var isEmptyValue: Bool { !self }
}

extension Number: AttributeConvertible {
  @inlinable public static var attributeType: AttributeType { .number }
  @inlinable public var attributeValue: AttributeValue? { .number(self) }

  @inlinable public init(attributeValue: AttributeValue) throws(ValueMismatch) {
    guard case .number(let number) = attributeValue else { throw ValueMismatch(.number, attributeValue) }
    self = number
  }

  @inlinable public static var emptyValue: Number? { 0 }
  @inlinable public var isEmptyValue: Bool { self == 0 }
}

extension Double: AttributeConvertible {
  public static var attributeType: AttributeType { .number }

  /// The shortest decimal that is read back as the same `Double`. What DynamoDB has no number for, infinity say, is
  /// stored as NULL, and cannot be read back.
  public var attributeValue: AttributeValue? { (try? Number(parsing: description)).map { .number($0) } ?? .null }

  public init(attributeValue: AttributeValue) throws(ValueMismatch) {
    guard case .number(let number) = attributeValue, let value = Double(number.description) else {
      throw ValueMismatch(.number, attributeValue)
    }
    self = value
  }

  public static var emptyValue: Double? { 0 }
  public var isEmptyValue: Bool { self == 0 }
}

extension AttributeValue: AttributeConvertible {
  /// A value of any type is taken; a schema says M.
  @inlinable public static var attributeType: AttributeType { .map }
  @inlinable public var attributeValue: AttributeValue? { self }
  @inlinable public init(attributeValue: AttributeValue) { self = attributeValue }
}
