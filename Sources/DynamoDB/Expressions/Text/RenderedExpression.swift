/// An expression as a request carries it: its text, and what the placeholders in it stand for.
public struct RenderedExpression: Hashable, Sendable {
  /// The expression, with placeholders for all names and values.
  public var text: String

  /// `ExpressionAttributeNames`: `#n0`, `#n1` ... to attributes. DynamoDB refuses an empty map: leave it out.
  public var names: [String: String]

  /// `ExpressionAttributeValues`: `:v0`, `:v1` ... to values. DynamoDB refuses an empty map: leave it out.
  public var values: [String: AttributeValue]

  /// An expression of its parts.
  public init(text: String, names: [String: String] = [:], values: [String: AttributeValue] = [:]) {
    self.text = text
    self.names = names
    self.values = values
  }

  fileprivate init(render: (inout ExpressionRenderer) -> String) {
    var renderer = ExpressionRenderer()
    self.init(text: render(&renderer), names: renderer.names, values: renderer.values)
  }
}

extension Condition {
  /// The text of this condition by itself; parsing it gives back this very tree.
  public var rendered: RenderedExpression { RenderedExpression { $0.text(self) } }
}

extension Update {
  /// The text of this update by itself; parsing it gives back this very tree.
  public var rendered: RenderedExpression { RenderedExpression { $0.text(self) } }
}

extension Projection {
  /// The text of this projection by itself; parsing it gives back this very tree.
  public var rendered: RenderedExpression { RenderedExpression { $0.text(self) } }
}

extension KeyCondition {
  /// The text of this key condition by itself; parsing it gives back this very tree.
  public var rendered: RenderedExpression { RenderedExpression { $0.text(self) } }
}
