/// One value of an attribute, in DynamoDB's own ten types.
///
/// Numbers are exact decimals (``Number``), never binary floating point. Strings are equal when their
/// UTF-8 bytes are equal, which is DynamoDB's rule and stricter than Swift's: `"é"` typed as one scalar
/// and as two are different values.
///
/// Source: *Amazon DynamoDB Developer Guide*, "Supported data types and naming rules in Amazon DynamoDB".
public enum AttributeValue: Sendable {
  /// `S`
  case string(String)
  /// `N`, 38 decimal digits.
  case number(Number)
  /// `B`
  case binary([UInt8])
  /// `BOOL`
  case bool(Bool)
  /// `NULL`
  case null
  /// `L`
  case list([AttributeValue])
  /// `M`
  case map([String: AttributeValue])
  /// `SS`, never empty.
  case stringSet(ValueSet<String>)
  /// `NS`, never empty.
  case numberSet(ValueSet<Number>)
  /// `BS`, never empty.
  case binarySet(ValueSet<[UInt8]>)
}

/// A whole item: attribute names to values.
public typealias Item = [String: AttributeValue]

extension AttributeValue {
  /// The type tag that DynamoDB's wire format and `attribute_type` use.
  public enum TypeTag: String, Sendable, Hashable, CaseIterable {
    /// `S`
    case string = "S"
    /// `N`
    case number = "N"
    /// `B`
    case binary = "B"
    /// `BOOL`
    case bool = "BOOL"
    /// `NULL`
    case null = "NULL"
    /// `L`
    case list = "L"
    /// `M`
    case map = "M"
    /// `SS`
    case stringSet = "SS"
    /// `NS`
    case numberSet = "NS"
    /// `BS`
    case binarySet = "BS"
  }

  /// Its type.
  public var typeTag: TypeTag {
    switch self {
    case .string: .string
    case .number: .number
    case .binary: .binary
    case .bool: .bool
    case .null: .null
    case .list: .list
    case .map: .map
    case .stringSet: .stringSet
    case .numberSet: .numberSet
    case .binarySet: .binarySet
    }
  }

  /// The text of a string value, or `nil` for any other type.
  public var string: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// The number of a number value, or `nil` for any other type.
  public var number: Number? {
    if case .number(let number) = self { number } else { nil }
  }

  /// A number value that is a whole number within `Int64`, or `nil`.
  public var integer: Int64? { number?.int64 }

  /// The entries of a map value, or `nil` for any other type.
  public var map: [String: AttributeValue]? {
    if case .map(let entries) = self { entries } else { nil }
  }
}

extension AttributeValue: Hashable {
  public static func == (left: AttributeValue, right: AttributeValue) -> Bool {
    switch (left, right) {
    case (.string(let a), .string(let b)): a.hasSameBytes(as: b)
    case (.number(let a), .number(let b)): a == b
    case (.binary(let a), .binary(let b)): a == b
    case (.bool(let a), .bool(let b)): a == b
    case (.null, .null): true
    case (.list(let a), .list(let b)): a == b
    case (.map(let a), .map(let b)): a == b
    case (.stringSet(let a), .stringSet(let b)): a == b
    case (.numberSet(let a), .numberSet(let b)): a == b
    case (.binarySet(let a), .binarySet(let b)): a == b
    default: false
    }
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(typeTag)
    switch self {
    case .string(let text): hasher.combine(text)
    case .number(let number): hasher.combine(number)
    case .binary(let bytes): hasher.combine(bytes)
    case .bool(let flag): hasher.combine(flag)
    case .null: break
    case .list(let values): hasher.combine(values)
    case .map(let entries): hasher.combine(entries)
    case .stringSet(let set): hasher.combine(set)
    case .numberSet(let set): hasher.combine(set)
    case .binarySet(let set): hasher.combine(set)
    }
  }
}

extension AttributeValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral {
  public init(stringLiteral text: String) { self = .string(text) }
  public init(integerLiteral value: Int64) { self = .number(Number(value)) }
  public init(booleanLiteral flag: Bool) { self = .bool(flag) }

  /// A number value.
  public static func number(_ value: Int) -> AttributeValue { .number(Number(Int64(value))) }

  /// A number value.
  public static func number(_ value: Int64) -> AttributeValue { .number(Number(value)) }
}
