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

  /// A sentence, without these secrets, in printable characters, and not long.
  static func sentence(_ text: String, without secrets: [String]) -> String {
    var text = text
    for secret in secrets where !secret.isEmpty { text = text.replacing(secret, with: "<redacted>") }
    let printable = text.unicodeScalars.map { $0.properties.isWhitespace || $0.value < 0x20 ? " " : Character($0) }
    return String(printable.prefix(300))
  }
}
