extension DocumentValue {
  /// As YAML 1.2 in its JSON-compatible subset, with a line break at the end: strings in double quotes, small objects on
  /// one line, no anchors and no tags. Equal values give equal bytes.
  public var yaml: String {
    var text = ""
    writeBlock(to: &text, indent: 0)
    return text
  }

  /// How long a line may be that holds a whole object.
  private static let lineLength = 120

  /// Writes whole lines.
  private func writeBlock(to text: inout String, indent: Int) {
    let spaces = String(repeating: " ", count: indent)
    switch self {
    case .object(let members) where !members.isEmpty:
      for member in members {
        text += spaces + Self.name(member.name) + ":"
        member.value.writeValue(to: &text, indent: indent, column: indent + member.name.count + 1)
      }
    case .array(let elements) where !elements.isEmpty:
      for element in elements {
        if let line = element.line(at: indent + 2) {
          text += spaces + "- " + line + "\n"
          continue
        }
        var block = ""
        element.writeBlock(to: &block, indent: indent + 2)
        text += spaces + "- " + block.dropFirst(indent + 2)
      }
    default: text += spaces + flow + "\n"
    }
  }

  /// Writes what stands after a name: on the same line if it fits, otherwise below it.
  private func writeValue(to text: inout String, indent: Int, column: Int) {
    if let line = line(at: column + 1) {
      text += " " + line + "\n"
    } else {
      text += "\n"
      writeBlock(to: &text, indent: indent + 2)
    }
  }

  /// The value on one line, where it is not deep and fits.
  private func line(at column: Int) -> String? {
    if let scalarText { return scalarText }
    guard height <= 2 else { return nil }
    let line = flow
    return column + line.count <= Self.lineLength ? line : nil
  }

  /// How many levels of objects and of arrays of objects there are.
  private var height: Int {
    switch self {
    case .object(let members): members.isEmpty ? 0 : 1 + (members.map(\.value.height).max() ?? 0)
    case .array(let elements):
      elements.contains { $0.scalarText == nil } ? 2 + (elements.map(\.height).max() ?? 0) : 0
    default: 0
    }
  }

  private var flow: String {
    switch self {
    case .array(let elements): "[" + elements.map(\.flow).joined(separator: ", ") + "]"
    case .object(let members):
      members.isEmpty
        ? "{}" : "{ " + members.map { Self.name($0.name) + ": " + $0.value.flow }.joined(separator: ", ") + " }"
    default: scalarText ?? ""
    }
  }

  /// A name as it is, where nobody can take it for anything but a string.
  private static func name(_ name: String) -> String {
    let isLetter = { (byte: UInt8) in (byte | 0x20) >= UInt8(ascii: "a") && (byte | 0x20) <= UInt8(ascii: "z") }
    let isPlain = name.utf8.allSatisfy {
      isLetter($0) || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ":")
        || $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9")
    }
    let words: Set<String> = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"]
    guard isPlain, name.utf8.first.map(isLetter) == true, name.utf8.last != UInt8(ascii: ":"),
      !words.contains(name.lowercased())
    else { return quoted(name) }
    return name
  }
}
