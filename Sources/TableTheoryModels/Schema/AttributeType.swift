public import DynamoDB

/// What an attribute is stored as: DynamoDB's types under DynamoDB's names.
public enum AttributeType: String, Hashable, Sendable, CaseIterable {
  /// `S`
  case string = "S"
  /// `N`
  case number = "N"
  /// `B`
  case binary = "B"
  /// `BOOL`
  case bool = "BOOL"
  /// `M`
  case map = "M"
  /// `L`
  case list = "L"
  /// `SS`
  case stringSet = "SS"
  /// `NS`
  case numberSet = "NS"
  /// `BS`
  case binarySet = "BS"
  /// `NULL`
  case null = "NULL"

  /// The type of a value.
  public init(_ kind: KeySchema.Attribute.Kind) {
    switch kind {
    case .string: self = .string
    case .number: self = .number
    case .binary: self = .binary
    }
  }

  /// The type as a key's; `nil` for what cannot be a key.
  public var keyKind: KeySchema.Attribute.Kind? { KeySchema.Attribute.Kind(rawValue: rawValue) }
}
