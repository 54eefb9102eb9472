/// How words are marked on a terminal: in colour, or not at all.
struct Style: Hashable, Sendable {
  var hasColour: Bool

  func good(_ text: String) -> String { marked(text, .good) }
  func bad(_ text: String) -> String { marked(text, .bad) }
  func dim(_ text: String) -> String { marked(text, .dim) }

  func marked(_ text: String, _ ink: Ink) -> String {
    hasColour && ink != .plain ? "\u{1B}[\(ink.rawValue)m\(text)\u{1B}[0m" : text
  }
}

/// What a piece of text means, as the code of its looks (ECMA-48, "SGR").
enum Ink: String, Hashable, Sendable {
  case plain = "0"
  case strong = "1"
  case dim = "2"
  case link = "4"
  case good = "32"
  case busy = "36"
  case late = "33"
  case bad = "31"
}
