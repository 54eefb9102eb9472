import HTTPTypes

extension HTTPField.Name {
  static let idempotencyKey = Self("Idempotency-Key")!
  /// The draft has no name for it; this one is in use elsewhere.
  static let idempotentReplayed = Self("Idempotent-Replayed")!
}

/// What a request says in `Idempotency-Key`: a string of RFC 9651, and that once.
///
/// Source: draft-ietf-httpapi-idempotency-key-header-07, section 2.1; RFC 9651, section 3.3.3.
enum IdempotencyKeyField: Hashable {
  case missing
  case key(String)
  /// Why it is none, in words.
  case malformed(String)

  /// Longer ones are nobody's UUID.
  static let longestKey = 255

  init(_ headers: HTTPFields) {
    let values = headers[values: .idempotencyKey]
    guard let value = values.first else {
      self = .missing
      return
    }
    guard values.count == 1 else {
      self = .malformed("the field is there \(values.count) times")
      return
    }
    guard let key = Self.string(in: value) else {
      self = .malformed(#"it is a string in double quotes, as in "8e03978e-40d5-43e8-bc93-6894a57f9324""#)
      return
    }
    switch key.utf8.count {
    case 0: self = .malformed("it is empty: all requests would be the same one")
    case ...Self.longestKey: self = .key(key)
    default: self = .malformed("it has more than \(Self.longestKey) characters")
    }
  }

  /// The string that a field's value is, without parameters, which the draft has none of.
  private static func string(in value: String) -> String? {
    var bytes = value.utf8.drop { $0 == UInt8(ascii: " ") }
    while bytes.last == UInt8(ascii: " ") { bytes.removeLast() }
    let quote = UInt8(ascii: "\"")
    guard bytes.count >= 2, bytes.removeFirst() == quote, bytes.removeLast() == quote else { return nil }
    var text: [UInt8] = []
    var isEscaped = false
    for byte in bytes {
      switch byte {
      case quote where isEscaped, UInt8(ascii: "\\") where isEscaped:
        text.append(byte)
        isEscaped = false
      case UInt8(ascii: "\\"): isEscaped = true
      case 0x20...0x7E where !isEscaped && byte != quote: text.append(byte)
      default: return nil
      }
    }
    return isEscaped ? nil : String(decoding: text, as: UTF8.self)
  }
}
