public import DynamoDB

/// What a `Set` may hold to be stored as one of DynamoDB's sets: text, whole numbers, exact numbers or bytes.
public protocol StoredSetElement: AttributeConvertible, Hashable {
  /// What a set of it is stored as.
  static var setType: AttributeType { get }
  /// A set as it is stored.
  static func attributeValue(of elements: Set<Self>) -> AttributeValue
  /// A set as it was stored.
  static func set(of value: AttributeValue) throws(ValueMismatch) -> Set<Self>
}

/// A set. DynamoDB has no empty one: NULL stands for it, and nothing at all under `@OmitEmpty`.
///
/// Source: TableTheory's DMS v0.1, "Sets".
extension Set: AttributeConvertible, ArrayElement where Element: StoredSetElement {
  @inlinable public static var attributeType: AttributeType { Element.setType }
  @inlinable public var attributeValue: AttributeValue? { isEmpty ? .null : Element.attributeValue(of: self) }

  @inlinable public init(attributeValue: AttributeValue) throws(ValueMismatch) {
    if case .null = attributeValue { self = [] } else { self = try Element.set(of: attributeValue) }
  }

  /// A program that leaves out empty sets, and one that writes NULL, mean the same.
  @inlinable public static var absentValue: Set<Element>? { [] }
  @inlinable public static var emptyValue: Set<Element>? { [] }
  @inlinable public var isEmptyValue: Bool { isEmpty }
}

extension String: StoredSetElement {
  @inlinable public static var setType: AttributeType { .stringSet }
  @inlinable public static func attributeValue(of elements: Set<String>) -> AttributeValue {
    .stringSet(ValueSet(elements))
  }

  @inlinable public static func set(of value: AttributeValue) throws(ValueMismatch) -> Set<String> {
    guard case .stringSet(let set) = value else { throw ValueMismatch(.stringSet, value) }
    return Set(set.elements)
  }
}

extension [UInt8]: StoredSetElement {
  public static var setType: AttributeType { .binarySet }
  public static func attributeValue(of elements: Set<[UInt8]>) -> AttributeValue { .binarySet(ValueSet(elements)) }

  public static func set(of value: AttributeValue) throws(ValueMismatch) -> Set<[UInt8]> {
    guard case .binarySet(let set) = value else { throw ValueMismatch(.binarySet, value) }
    return Set(set.elements)
  }
}

extension StoredSetElement where Self: StoredNumber {
  public static var setType: AttributeType { .numberSet }
  public static func attributeValue(of elements: Set<Self>) -> AttributeValue {
    .numberSet(ValueSet(elements.compactMap { $0.attributeValue?.number }))
  }

  public static func set(of value: AttributeValue) throws(ValueMismatch) -> Set<Self> {
    guard case .numberSet(let set) = value else { throw ValueMismatch(.numberSet, value) }
    return Set(try set.elements.map { (number) throws(ValueMismatch) in try Self(attributeValue: .number(number)) })
  }
}

/// What is stored as a number without loss.
public protocol StoredNumber: AttributeConvertible {}

extension Number: StoredNumber, StoredSetElement {}
extension Int: StoredSetElement {}
extension Int32: StoredSetElement {}
extension Int64: StoredSetElement {}
extension UInt64: StoredSetElement {}
