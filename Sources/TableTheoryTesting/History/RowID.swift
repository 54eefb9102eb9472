public import DynamoDB

/// Which row of which table.
public struct RowID: Hashable, Sendable {
  /// The table's name.
  public let table: String
  /// The values of the key attributes, the partition's first.
  public let values: [AttributeValue]

  /// The texts of the values that are strings.
  public var texts: [String] { values.compactMap(\.string) }
}

extension RowID: CustomStringConvertible {
  public var description: String { values.map(\.shortText).joined(separator: " ") }
}

extension AttributeValue {
  /// The value on a timeline.
  var shortText: String {
    switch self {
    case .string(let text): text
    case .number(let number): number.description
    case .bool(let flag): flag ? "true" : "false"
    case .null: "null"
    default: "\(typeTag.rawValue)(...)"
    }
  }
}
