/// A line of the display in pieces, so that it can be cut to a width without cutting a code in two.
///
/// Every character that the display uses takes one column.
struct StyledLine: Sendable {
  private(set) var pieces: [(text: String, ink: Ink)] = []

  init(_ text: String = "", _ ink: Ink = .plain) { add(text, ink) }

  var width: Int { pieces.reduce(0) { $0 + $1.text.count } }

  mutating func add(_ text: String, _ ink: Ink = .plain) {
    if !text.isEmpty { pieces.append((text, ink)) }
  }

  /// Fills the line with spaces up to a column.
  mutating func tab(to column: Int) { add(String(repeating: " ", count: max(0, column - width))) }

  /// The line with its codes, cut to `width` columns.
  func text(_ style: Style, width: Int) -> String {
    var rest = max(0, width)
    var text = ""
    for piece in pieces where rest > 0 {
      let part = String(piece.text.prefix(rest))
      rest -= part.count
      text += style.marked(part, piece.ink)
    }
    return text
  }
}

extension String {
  func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
  func paddedLeft(to width: Int) -> String { String(repeating: " ", count: max(0, width - count)) + self }
}
