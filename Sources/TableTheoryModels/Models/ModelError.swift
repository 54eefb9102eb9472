/// Why an item is none of a model's, or a model's value cannot be an item. It names the attribute and never its value:
/// errors get into logs.
public struct ModelError: Error, Hashable, Sendable {
  /// The model's name.
  public var model: String
  /// The attribute; `nil` where the trouble is with the whole.
  public var attribute: String?
  /// What is wrong.
  public var reason: String

  /// An error of its parts.
  public init(model: String, attribute: String?, reason: String) {
    self.model = model
    self.attribute = attribute
    self.reason = reason
  }

  /// An attribute that has to be there and is not.
  public static func missing(_ attribute: String, of model: String) -> ModelError {
    ModelError(model: model, attribute: attribute, reason: "it is not there")
  }
}

extension ModelError: CustomStringConvertible {
  public var description: String { "\(model)\(attribute.map { ".\($0)" } ?? ""): \(reason)" }
}
