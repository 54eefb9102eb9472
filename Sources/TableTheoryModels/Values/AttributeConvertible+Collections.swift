public import DynamoDB

extension Optional: ArrayElement where Wrapped: AttributeConvertible {}

extension Optional: AttributeConvertible where Wrapped: AttributeConvertible {
  @inlinable public static var attributeType: AttributeType { Wrapped.attributeType }
  public static var attributeFormat: AttributeFormat? { Wrapped.attributeFormat }
  @inlinable public var attributeValue: AttributeValue? { self?.attributeValue }
  @inlinable public var isStored: Bool { self?.isStored ?? false }

  /// NULL, which other programs write, is `nil`.
  @inlinable public init(attributeValue: AttributeValue) throws(ValueMismatch) {
    if case .null = attributeValue { self = nil } else { self = try Wrapped(attributeValue: attributeValue) }
  }

  @inlinable public static var absentValue: Self? { .some(nil) }
  @inlinable public static var emptyValue: Self? { .some(nil) }
  @inlinable public var isEmptyValue: Bool { self?.isEmptyValue ?? true }
}

/// What an array may hold: the elements say what the array is stored as. That is a list, save for bytes.
public protocol ArrayElement: Sendable {
  /// What an array of it is stored as.
  static var arrayType: AttributeType { get }
  /// An array as it is stored.
  static func attributeValue(of elements: [Self]) -> AttributeValue
  /// An array as it was stored.
  static func elements(of value: AttributeValue) throws(ValueMismatch) -> [Self]
}

extension ArrayElement where Self: AttributeConvertible {
  @inlinable public static var arrayType: AttributeType { .list }

  @inlinable public static func attributeValue(of elements: [Self]) -> AttributeValue {
    .list(elements.map { $0.attributeValue ?? .null })
  }

  @inlinable public static func elements(of value: AttributeValue) throws(ValueMismatch) -> [Self] {
    guard case .list(let values) = value else { throw ValueMismatch(.list, value) }
    return try values.map { (value) throws(ValueMismatch) in try Self(attributeValue: value) }
  }
}

extension UInt8: ArrayElement {
  @inlinable public static var arrayType: AttributeType { .binary }
  @inlinable public static func attributeValue(of elements: [UInt8]) -> AttributeValue { .binary(elements) }

  @inlinable public static func elements(of value: AttributeValue) throws(ValueMismatch) -> [UInt8] {
    guard case .binary(let bytes) = value else { throw ValueMismatch(.binary, value) }
    return bytes
  }
}

extension Array: ArrayElement where Element: ArrayElement {}

/// A list; of bytes, binary.
extension Array: AttributeConvertible where Element: ArrayElement {
  @inlinable public static var attributeType: AttributeType { Element.arrayType }
  @inlinable public var attributeValue: AttributeValue? { Element.attributeValue(of: self) }

  @inlinable public init(attributeValue: AttributeValue) throws(ValueMismatch) {
    self = try Element.elements(of: attributeValue)
  }

  @inlinable public static var emptyValue: [Element]? { [] }
  @inlinable public var isEmptyValue: Bool { isEmpty }
}

extension Dictionary: ArrayElement where Key == String, Value: AttributeConvertible {}

extension Dictionary: AttributeConvertible where Key == String, Value: AttributeConvertible {
  @inlinable public static var attributeType: AttributeType { .map }
  @inlinable public var attributeValue: AttributeValue? { .map(mapValues { $0.attributeValue ?? .null }) }

  @inlinable public init(attributeValue: AttributeValue) throws(ValueMismatch) {
    guard case .map(let entries) = attributeValue else { throw ValueMismatch(.map, attributeValue) }
    // It keeps the hashes, which a new dictionary would compute again.
    do {
      self = try entries.mapValues { value in try Value(attributeValue: value) }
    } catch let mismatch as ValueMismatch {
      throw mismatch
    } catch {
      throw ValueMismatch(.map, attributeValue)
    }
  }

  @inlinable public static var emptyValue: [String: Value]? { [:] }
  @inlinable public var isEmptyValue: Bool { isEmpty }
}
