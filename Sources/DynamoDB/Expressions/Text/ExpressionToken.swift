/// One word or sign of an expression's text.
struct ExpressionToken {
  enum Kind: Equatable {
    /// An attribute's or a function's name.
    case identifier
    /// `#name`
    case name
    /// `:value`
    case value
    case integer
    case and, or, not, between, isIn
    case set, remove, add, delete
    case comparator(Condition.Comparator)
    case openParenthesis, closeParenthesis
    case openBracket, closeBracket
    case comma, dot, plus, minus
    /// A character that no expression has.
    case unknown
    case end
  }

  var kind: Kind
  /// Where the token stands, in UTF-8 bytes.
  var range: Range<Int>
}

extension ExpressionToken.Kind {
  /// The keyword that `word` is, in any letter case. No attribute can be written bare with such a name.
  init?(keyword word: some StringProtocol) {
    guard word.utf8.count <= 7 else { return nil }
    switch word.uppercased() {
    case "AND": self = .and
    case "OR": self = .or
    case "NOT": self = .not
    case "BETWEEN": self = .between
    case "IN": self = .isIn
    case "SET": self = .set
    case "REMOVE": self = .remove
    case "ADD": self = .add
    case "DELETE": self = .delete
    default: return nil
    }
  }

  /// A sign of one character.
  init?(sign byte: UInt8) {
    switch byte {
    case UInt8(ascii: "="): self = .comparator(.equal)
    case UInt8(ascii: "<"): self = .comparator(.less)
    case UInt8(ascii: ">"): self = .comparator(.greater)
    case UInt8(ascii: "("): self = .openParenthesis
    case UInt8(ascii: ")"): self = .closeParenthesis
    case UInt8(ascii: "["): self = .openBracket
    case UInt8(ascii: "]"): self = .closeBracket
    case UInt8(ascii: ","): self = .comma
    case UInt8(ascii: "."): self = .dot
    case UInt8(ascii: "+"): self = .plus
    case UInt8(ascii: "-"): self = .minus
    default: return nil
    }
  }
}
