/// Why a schema describes no table: what is wrong, and where.
public struct SchemaError: Error, Hashable, Sendable, CustomStringConvertible {
  /// `Article.version`, say: a model, a table, or an attribute or index of a model.
  public var place: String
  /// What is wrong, and what would be right.
  public var message: String

  /// An error of its parts.
  public init(_ place: String, _ message: String) {
    self.place = place
    self.message = message
  }

  public var description: String { "\(place): \(message)" }
}
