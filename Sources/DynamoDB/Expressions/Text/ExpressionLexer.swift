/// Cuts an expression's text into tokens, each byte looked at once.
///
/// A bare name begins with a letter and goes on with letters, digits and `_`; a placeholder begins with `#`
/// or `:`; blanks separate and mean nothing else. Any other character becomes an ``ExpressionToken/Kind/unknown``
/// token, which no rule of the grammar takes.
struct ExpressionLexer {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// All tokens of the text, and one ``ExpressionToken/Kind/end`` behind them.
  static func tokens(of bytes: [UInt8]) -> [ExpressionToken] {
    var lexer = ExpressionLexer(bytes)
    var tokens: [ExpressionToken] = []
    while let token = lexer.next() { tokens.append(token) }
    tokens.append(ExpressionToken(kind: .end, range: bytes.count..<bytes.count))
    return tokens
  }

  private mutating func next() -> ExpressionToken? {
    skip { $0.isBlank }
    guard position < bytes.count else { return nil }
    let start = position
    let kind = kind(of: bytes[position])
    return ExpressionToken(kind: kind, range: start..<position)
  }

  private mutating func kind(of first: UInt8) -> ExpressionToken.Kind {
    let start = position
    position += 1
    switch first {
    case _ where first.isLetter:
      skip { $0.isWordPart }
      return ExpressionToken.Kind(keyword: String(decoding: bytes[start..<position], as: UTF8.self)) ?? .identifier
    case UInt8(ascii: "#"), UInt8(ascii: ":"):
      skip { $0.isWordPart }
      if position == start + 1 { return .unknown }
      return first == UInt8(ascii: "#") ? .name : .value
    case UInt8(ascii: "0"):
      return .integer
    case _ where first.isDigit:
      skip { $0.isDigit }
      return .integer
    case UInt8(ascii: "<") where take(UInt8(ascii: ">")):
      return .comparator(.notEqual)
    case UInt8(ascii: "<") where take(UInt8(ascii: "=")):
      return .comparator(.lessOrEqual)
    case UInt8(ascii: ">") where take(UInt8(ascii: "=")):
      return .comparator(.greaterOrEqual)
    default:
      if let sign = ExpressionToken.Kind(sign: first) { return sign }
      skip { $0.continuesCharacter }
      return .unknown
    }
  }

  private mutating func skip(while condition: (UInt8) -> Bool) {
    while position < bytes.count, condition(bytes[position]) { position += 1 }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard position < bytes.count, bytes[position] == byte else { return false }
    position += 1
    return true
  }
}

extension UInt8 {
  fileprivate var isBlank: Bool {
    self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") || self == UInt8(ascii: "\n") || self == UInt8(ascii: "\r")
  }

  /// Whether an attribute's bare name may begin with this byte.
  var isLetter: Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self)
  }

  var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

  /// Whether a bare name or a placeholder may go on with this byte.
  var isWordPart: Bool { isLetter || isDigit || self == UInt8(ascii: "_") }

  fileprivate var continuesCharacter: Bool { self & 0b1100_0000 == 0b1000_0000 }
}
