/// Where a value is inside an item: an attribute, and steps into its maps and lists.
///
/// `DocumentPath("headers", .key("etag"))` is what an expression writes as `headers.etag`, and
/// `DocumentPath("tags", .index(0))` is `tags[0]`. A string literal is one attribute's name, dots included.
///
/// Source: *Amazon DynamoDB Developer Guide*, "Referring to item attributes when using expressions".
public struct DocumentPath: Hashable, Sendable {
  /// One step from a value into what it holds.
  public enum Step: Hashable, Sendable {
    case key(String)
    case index(Int)
  }

  public var attribute: String
  public var steps: [Step]

  public init(_ attribute: String, _ steps: Step...) {
    self.init(attribute, steps: steps)
  }

  public init(_ attribute: String, steps: [Step]) {
    self.attribute = attribute
    self.steps = steps
  }
}

extension DocumentPath: ExpressibleByStringLiteral {
  public init(stringLiteral attribute: String) { self.init(attribute) }
}
