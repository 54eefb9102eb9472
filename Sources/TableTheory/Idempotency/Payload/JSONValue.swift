/// JSON as it is hashed: numbers by their exact value, members in one order.
///
/// Source: RFC 8785, *JSON Canonicalization Scheme*, save for numbers, which are exact here.
indirect enum JSONValue: Hashable, Sendable {
  case null
  case bool(Bool)
  /// Its canonical text.
  case number(String)
  case string(String)
  case array([JSONValue])
  /// Sorted, each name once.
  case object([Member])

  struct Member: Hashable, Sendable {
    var name: String
    var value: JSONValue
  }

  init(canonicalising json: [UInt8]) throws(IdempotencyError) {
    var parser = JSONValueParser(json)
    self = try parser.whole()
  }

  /// - Throws: ``IdempotencyError/invalid(_:)`` where a name stands twice: which one counts would be anybody's guess.
  static func sorted(_ members: [Member]) throws(IdempotencyError) -> JSONValue {
    let sorted = members.sorted { $0.name.utf16.lexicographicallyPrecedes($1.name.utf16) }
    for (left, right) in zip(sorted, sorted.dropFirst()) where left.name.utf8.elementsEqual(right.name.utf8) {
      throw .invalid("the payload has the name \"\(left.name)\" twice in one object")
    }
    return .object(sorted)
  }
}

extension JSONValue {
  /// An object of those of the JSON pointers that are there, with what they point at.
  func selecting(_ pointers: [String]) throws(IdempotencyError) -> JSONValue {
    var members: [Member] = []
    for pointer in pointers {
      guard pointer.isEmpty || pointer.hasPrefix("/") else {
        throw .invalid("\"\(pointer)\" is no JSON pointer: it begins with / (RFC 6901)")
      }
      if let value = value(at: pointer.split(separator: "/", omittingEmptySubsequences: false).dropFirst()) {
        members.append(Member(name: pointer, value: value))
      }
    }
    guard !members.isEmpty else {
      throw .invalid("the payload has none of \(pointers): all payloads would be the same one")
    }
    return try .sorted(members)
  }

  private func value(at path: ArraySlice<Substring>) -> JSONValue? {
    guard let first = path.first else { return self }
    let step = Self.unescaped(first)
    switch self {
    case .object(let members):
      return members.first { $0.name.utf8.elementsEqual(step.utf8) }?.value.value(at: path.dropFirst())
    case .array(let elements):
      guard let index = Int(step), String(index) == step, elements.indices.contains(index) else { return nil }
      return elements[index].value(at: path.dropFirst())
    case .null, .bool, .number, .string: return nil
    }
  }

  /// `~1` is `/` and `~0` is `~`.
  private static func unescaped(_ step: Substring) -> String {
    var text = ""
    var isEscape = false
    for scalar in step.unicodeScalars {
      switch scalar {
      case "~" where !isEscape: isEscape = true
      case "0" where isEscape, "1" where isEscape:
        text.unicodeScalars.append(scalar == "0" ? "~" : "/")
        isEscape = false
      default:
        if isEscape { text.append("~") }
        isEscape = scalar == "~"
        if !isEscape { text.unicodeScalars.append(scalar) }
      }
    }
    return isEscape ? text + "~" : text
  }
}

extension JSONValue {
  var canonicalBytes: [UInt8] {
    var bytes: [UInt8] = []
    write(to: &bytes)
    return bytes
  }

  private func write(to bytes: inout [UInt8]) {
    switch self {
    case .null: bytes.append(contentsOf: "null".utf8)
    case .bool(let flag): bytes.append(contentsOf: (flag ? "true" : "false").utf8)
    case .number(let text): bytes.append(contentsOf: text.utf8)
    case .string(let text): Self.write(text, to: &bytes)
    case .array(let elements):
      bytes.append(UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        element.write(to: &bytes)
      }
      bytes.append(UInt8(ascii: "]"))
    case .object(let members):
      bytes.append(UInt8(ascii: "{"))
      for (index, member) in members.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        Self.write(member.name, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        member.value.write(to: &bytes)
      }
      bytes.append(UInt8(ascii: "}"))
    }
  }

  private static func write(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
      case 0x08: bytes += #"\b"#.utf8
      case 0x09: bytes += #"\t"#.utf8
      case 0x0A: bytes += #"\n"#.utf8
      case 0x0C: bytes += #"\f"#.utf8
      case 0x0D: bytes += #"\r"#.utf8
      case 0..<0x20:
        bytes += (byte < 16 ? #"\u000"# : #"\u00"#).utf8
        bytes += String(byte, radix: 16).utf8
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
