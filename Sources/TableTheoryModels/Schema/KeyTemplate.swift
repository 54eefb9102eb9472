/// How a key's text is made: a constant, such as `LOCK`, or a text with values in it, such as
/// `TENANT#{tenant}#CACHE#{key}`.
public struct KeyTemplate: Hashable, Sendable {
  /// A piece of a key.
  public enum Part: Hashable, Sendable {
    /// Stands in every key.
    case text(String)
    /// The value with this name.
    case value(String)
  }

  /// In their order.
  public var parts: [Part]

  /// A template of its parts.
  public init(_ parts: [Part]) { self.parts = parts }

  /// The same text for all items.
  public static func constant(_ text: String) -> KeyTemplate { KeyTemplate([.text(text)]) }

  /// The text, where it is the same for all items.
  public var constantText: String? {
    var text = ""
    for part in parts {
      guard case .text(let more) = part else { return nil }
      text += more
    }
    return text
  }

  /// What all keys begin with: `TENANT#`. Empty where a value comes first.
  public var prefix: String {
    guard case .text(let text) = parts.first else { return "" }
    return text
  }

  /// The names of the values, in their order.
  public var valueNames: [String] { parts.compactMap { if case .value(let name) = $0 { name } else { nil } } }
}

extension KeyTemplate {
  /// Reads the form of ``description``.
  ///
  /// - Returns: `nil` where a brace is left open, or closed twice, or has nothing in it.
  public init?(_ text: String) {
    parts = []
    var literal = ""
    var rest = Substring(text)
    while let character = rest.popFirst() {
      switch character {
      case "{" where rest.first == "{", "}" where rest.first == "}":
        literal.append(character)
        rest.removeFirst()
      case "{":
        guard let end = rest.firstIndex(of: "}"), end > rest.startIndex, !rest[..<end].contains("{") else { return nil }
        if !literal.isEmpty { parts.append(.text(literal)) }
        literal = ""
        parts.append(.value(String(rest[..<end])))
        rest = rest[rest.index(after: end)...]
      case "}": return nil
      default: literal.append(character)
      }
    }
    if !literal.isEmpty || parts.isEmpty { parts.append(.text(literal)) }
  }
}

extension KeyTemplate: CustomStringConvertible {
  /// Values stand in braces; a brace in the text itself is doubled.
  public var description: String {
    var text = ""
    for part in parts {
      switch part {
      case .value(let name): text += "{\(name)}"
      case .text(let literal):
        for character in literal {
          text += character == "{" || character == "}" ? "\(character)\(character)" : "\(character)"
        }
      }
    }
    return text
  }
}
