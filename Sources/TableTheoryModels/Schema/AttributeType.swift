public import DynamoDB

/// What an attribute is stored as: DynamoDB's types under DynamoDB's names.
public enum AttributeType: String, Hashable, Sendable, CaseIterable {
  case string = "S"
  case number = "N"
  case binary = "B"
  case bool = "BOOL"
  case map = "M"
  case list = "L"
  case stringSet = "SS"
  case numberSet = "NS"
  case binarySet = "BS"
  case null = "NULL"

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
