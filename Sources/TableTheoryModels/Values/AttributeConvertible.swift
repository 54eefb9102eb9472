public import DynamoDB

/// A Swift type that is stored as one attribute.
///
/// `String`, `Bool`, the integers, `Double`, ``DynamoDB/Number``, `[UInt8]`, `Set`, `Array`, `Dictionary`, optionals and
/// moments are; an enumeration with such a raw value needs no more than to say so:
///
///     enum Status: String, AttributeConvertible { case draft, published }
///
/// A type that is `Codable` and not this goes into an attribute as JSON: `@JSON`.
public protocol AttributeConvertible: ArrayElement {
  /// What it is stored as.
  static var attributeType: AttributeType { get }

  /// How it is written within its type; `nil` where there is one way only.
  static var attributeFormat: AttributeFormat? { get }

  /// The value as it is stored; `nil` where it is not stored at all.
  var attributeValue: AttributeValue? { get }

  /// Whether the value is stored at all.
  var isStored: Bool { get }

  /// Reads what is stored.
  ///
  /// - Throws: ``ValueMismatch`` for what cannot be this type's.
  init(attributeValue: AttributeValue) throws(ValueMismatch)

  /// What an attribute that is not there stands for; `nil` where it has to be there.
  static var absentValue: Self? { get }

  /// What counts as empty and is left out under `@OmitEmpty`; `nil` where nothing does.
  static var emptyValue: Self? { get }

  /// Whether the value counts as empty.
  var isEmptyValue: Bool { get }
}

extension AttributeConvertible {
  public static var attributeFormat: AttributeFormat? { nil }
  @inlinable public var isStored: Bool { true }
  @inlinable public static var absentValue: Self? { nil }
  @inlinable public static var emptyValue: Self? { nil }
  @inlinable public var isEmptyValue: Bool { false }
}

extension AttributeConvertible where Self: RawRepresentable, RawValue: AttributeConvertible {
  @inlinable public static var attributeType: AttributeType { RawValue.attributeType }
  @inlinable public var attributeValue: AttributeValue? { rawValue.attributeValue }

  @inlinable public init(attributeValue: AttributeValue) throws(ValueMismatch) {
    let rawValue = try RawValue(attributeValue: attributeValue)
    guard let value = Self(rawValue: rawValue) else { throw ValueMismatch("it is none of the values of \(Self.self)") }
    self = value
  }
}

/// Why a stored value is not what the model says. The value itself is not in it: errors get into logs.
public struct ValueMismatch: Error, Hashable, Sendable, CustomStringConvertible {
  /// `it has to be S and is N`
  public var description: String

  /// A mismatch, in words.
  public init(_ description: String) { self.description = description }

  @usableFromInline
  init(_ type: AttributeType, _ value: AttributeValue) {
    description = "it has to be \(type.rawValue) and is \(value.typeTag.rawValue)"
  }
}
