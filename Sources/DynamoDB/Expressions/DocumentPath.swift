/// Where a value is inside an item: an attribute, and steps into its maps and lists.
///
/// `DocumentPath("headers", .key("etag"))` is what an expression writes as `headers.etag`, and
/// `DocumentPath("tags", .index(0))` is `tags[0]`. A string literal is one attribute's name, dots included.
///
/// Source: *Amazon DynamoDB Developer Guide*, "Referring to item attributes when using expressions".
public struct DocumentPath: Hashable, Sendable {
  /// One step from a value into what it holds.
  public enum Step: Hashable, Sendable {
    /// A name in a map.
    case key(String)
    /// A place in a list, from 0.
    case index(Int)
  }

  /// The item's own attribute.
  public var attribute: String
  /// From there on.
  public var steps: [Step]

  /// `DocumentPath("info", .key("rating"), .index(0))` is `info.rating[0]`; a name is taken as it is, dots included.
  public init(_ attribute: String, _ steps: Step...) {
    self.init(attribute, steps: steps)
  }

  /// As ``init(_:_:)``, with the steps in an array.
  public init(_ attribute: String, steps: [Step]) {
    self.attribute = attribute
    self.steps = steps
  }
}

extension DocumentPath: ExpressibleByStringLiteral {
  public init(stringLiteral attribute: String) { self.init(attribute) }
}
