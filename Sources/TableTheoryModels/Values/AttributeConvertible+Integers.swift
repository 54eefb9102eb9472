public import DynamoDB

/// The integers, as numbers.
public protocol StoredInteger: StoredNumber, FixedWidthInteger {}

extension StoredInteger {
  @inlinable public static var attributeType: AttributeType { .number }

  @inlinable public var attributeValue: AttributeValue? {
    if let small = Int64(exactly: self) { return .number(Number(small)) }
    // Only the largest half of UInt64.
    return (try? Number(parsing: description)).map { .number($0) }
  }

  @inlinable public init(attributeValue: AttributeValue) throws(ValueMismatch) {
    guard case .number(let number) = attributeValue else { throw ValueMismatch(.number, attributeValue) }
    if let int64 = number.int64 {
      guard let value = Self(exactly: int64) else { throw ValueMismatch("it is too large or too small a number") }
      self = value
    } else {
      guard let value = Self(number.description) else {
        throw ValueMismatch("it is no whole number, or too large a one")
      }
      self = value
    }
  }

  @inlinable public static var emptyValue: Self? { 0 }
  @inlinable public var isEmptyValue: Bool { self == 0 }
}

extension Int: StoredInteger {}
extension Int8: StoredInteger {}
extension Int16: StoredInteger {}
extension Int32: StoredInteger {}
extension Int64: StoredInteger {}
extension UInt: StoredInteger {}
extension UInt16: StoredInteger {}
extension UInt32: StoredInteger {}
extension UInt64: StoredInteger {}
