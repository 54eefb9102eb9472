/// The head of a page's file: `name: value` lines between two lines of three dashes.
struct FrontMatter: Hashable, Sendable {
  private(set) var values: [String: String] = [:]
  /// What follows the head.
  private(set) var body: String

  init(_ text: String) throws(Failure) {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
    guard lines.popFirst() == "---" else { throw Failure("begins with no \"---\" line") }
    while let line = lines.popFirst() {
      if line == "---" {
        body = lines.joined(separator: "\n")
        return
      }
      guard let colon = line.firstIndex(of: ":") else {
        throw Failure("has \"\(line)\" in its head: not \"name: value\"")
      }
      values[Self.trimmed(line[..<colon])] = Self.trimmed(line[line.index(after: colon)...])
    }
    throw Failure("has no \"---\" line at the end of its head")
  }

  private static func trimmed(_ text: Substring) -> String {
    var rest = text
    while rest.first == " " { rest.removeFirst() }
    while rest.last == " " { rest.removeLast() }
    return String(rest)
  }
}
