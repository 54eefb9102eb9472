/// Why a schema describes no table: what is wrong, and where.
public struct SchemaError: Error, Hashable, Sendable, CustomStringConvertible {
  /// `Article.version`, say: a model, a table, or an attribute or index of a model.
  public var place: String
  public var message: String

  public init(_ place: String, _ message: String) {
    self.place = place
    self.message = message
  }

  public var description: String { "\(place): \(message)" }
}
