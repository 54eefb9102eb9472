/// Splits a command line, and a section's name, into words as a POSIX shell does, without its expansions.
///
/// Source: *The Open Group Base Specifications*, "Shell Command Language", 2.2 Quoting.
enum CommandLineWords {
  /// The words, or `nil` where a quotation is not closed or nothing follows the last backslash.
  static func split(_ text: String) -> [String]? {
    var words: [String] = []
    var word: String.UnicodeScalarView?
    var quote: Unicode.Scalar?
    var scalars = text.unicodeScalars.makeIterator()
    while let scalar = scalars.next() {
      switch (scalar, quote) {
      case (quote, _?): quote = nil
      case ("\\", nil):
        guard let next = scalars.next() else { return nil }
        word = (word ?? .init()) + [next]
      case ("\\", "\""):
        guard let next = scalars.next() else { return nil }
        word = (word ?? .init()) + (next == "\"" || next == "\\" ? [next] : [scalar, next])
      case ("\"", nil), ("'", nil):
        quote = scalar
        word = word ?? .init()
      case (" ", nil), ("\t", nil), ("\n", nil), ("\r", nil):
        if let finished = word { words.append(String(finished)) }
        word = nil
      default: word = (word ?? .init()) + [scalar]
      }
    }
    guard quote == nil else { return nil }
    if let finished = word { words.append(String(finished)) }
    return words
  }
}
