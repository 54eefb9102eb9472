/// Makes what somebody else sent fit to be quoted in an error.
enum Redaction {
  /// A code: nothing but letters, digits, dots and the like, and not long.
  static func word(_ text: String) -> String {
    let isWord = text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
        true
      default: false
      }
    }
    return isWord && (1...64).contains(text.utf8.count) ? text : "(unreadable)"
  }

  /// A sentence, without these secrets, in characters that can be seen, and not long.
  ///
  /// White space around a secret does not count: a token from a file can end with a line break, and be quoted without.
  static func sentence(_ text: String, without secrets: [String]) -> String {
    var text = text
    for secret in secrets.map(trimmed) where !secret.isEmpty { text = text.replacing(secret, with: "<redacted>") }
    return String(text.unicodeScalars.map { isVisible($0) ? Character($0) : " " }.prefix(300))
  }

  private static func trimmed(_ text: String) -> Substring {
    let start = text.drop(while: \.isWhitespace)
    guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return start[...last]
  }

  /// Control characters move a terminal's cursor, format characters change the direction of what stands beside them.
  private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
    let properties = scalar.properties
    return !properties.isWhitespace && properties.generalCategory != .control && properties.generalCategory != .format
  }
}
