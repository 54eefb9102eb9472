extension DocumentValue {
  /// As JSON, indented by two spaces, with a line break at the end.
  public var json: String {
    var text = ""
    writeJSON(to: &text, indent: 0)
    return text + "\n"
  }

  /// As JSON on one line, without white space.
  public var compactJSON: String {
    switch self {
    case .array(let elements): "[" + elements.map(\.compactJSON).joined(separator: ",") + "]"
    case .object(let members):
      "{" + members.map { Self.quoted($0.name) + ":" + $0.value.compactJSON }.joined(separator: ",") + "}"
    default: scalarText ?? ""
    }
  }

  private func writeJSON(to text: inout String, indent: Int) {
    let lineStart = "\n" + String(repeating: " ", count: indent + 2)
    let lineEnd = "\n" + String(repeating: " ", count: indent)
    switch self {
    case .array(let elements) where !elements.isEmpty:
      for (index, element) in elements.enumerated() {
        text += (index == 0 ? "[" : ",") + lineStart
        element.writeJSON(to: &text, indent: indent + 2)
      }
      text += lineEnd + "]"
    case .object(let members) where !members.isEmpty:
      for (index, member) in members.enumerated() {
        text += (index == 0 ? "{" : ",") + lineStart + Self.quoted(member.name) + ": "
        member.value.writeJSON(to: &text, indent: indent + 2)
      }
      text += lineEnd + "}"
    default: text += compactJSON
    }
  }

  /// What is written alike in JSON and in YAML; `nil` for arrays and objects.
  var scalarText: String? {
    switch self {
    case .null: "null"
    case .bool(let flag): flag ? "true" : "false"
    case .integer(let value): String(value)
    case .string(let text): Self.quoted(text)
    case .array, .object: nil
    }
  }

  /// A string in double quotes, which means the same in JSON and in YAML: what YAML cannot hold as it is, is escaped.
  ///
  /// Source: RFC 8259, section 7; YAML 1.2.2, sections 5.1 and 5.7.
  static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\":
        quoted += "\\"
        quoted.unicodeScalars.append(scalar)
      case "\n": quoted += "\\n"
      case "\r": quoted += "\\r"
      case "\t": quoted += "\\t"
      case "\u{0}"..<" ", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}", "\u{FEFF}":
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
