/// Takes the values out of a key's text, in the order of its ``KeyText``.
///
///     var key = try reader.key("pk")
///     try key.literal("TENANT#")
///     tenant = try key.value()
///     try key.literal("#CACHE#")
///     self.key = try key.value()
///     try key.end()
public struct KeyTextReader: Sendable {
  private var rest: Substring.UTF8View
  private let model: String
  private let attribute: String

  /// Reads a key from its beginning.
  public init(_ text: String, of model: String, _ attribute: String) {
    rest = text[...].utf8
    self.model = model
    self.attribute = attribute
  }

  /// - Throws: ``ModelError`` where the text does not go on like that.
  public mutating func literal(_ text: String) throws(ModelError) {
    guard rest.starts(with: text.utf8) else {
      throw failure("the key is none of the model's: \"\(text)\" is not in its place")
    }
    rest = rest.dropFirst(text.utf8.count)
  }

  /// The value up to the next `#`.
  public mutating func value<Value: KeyPart>(as type: Value.Type = Value.self) throws(ModelError) -> Value {
    let end = rest.firstIndex(of: UInt8(ascii: "#")) ?? rest.endIndex
    guard let value = Value(keyText: String(Substring(rest[..<end]))) else {
      throw failure("a value in the key is no \(type)")
    }
    rest = rest[end...]
    return value
  }

  /// The same of the type that a property has.
  public mutating func value<Model, Value: KeyPart>(for property: (Model) -> Value) throws(ModelError) -> Value {
    try value(as: Value.self)
  }

  /// All that is left, as it is.
  public mutating func verbatim() -> String {
    defer { rest = rest[rest.endIndex...] }
    return String(Substring(rest))
  }

  /// Nothing may be left.
  public func end() throws(ModelError) {
    guard rest.isEmpty else { throw failure("the key is none of the model's: it goes on") }
  }

  private func failure(_ reason: String) -> ModelError {
    ModelError(model: model, attribute: attribute, reason: reason)
  }
}
