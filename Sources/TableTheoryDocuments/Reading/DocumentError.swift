/// Why a text is no document: what is wrong, and on which line.
public struct DocumentError: Error, Hashable, Sendable, CustomStringConvertible {
  /// From 1; `nil` where the text as a whole is wrong.
  public var line: Int?
  /// From 1.
  public var column: Int?
  /// What is wrong there.
  public var message: String

  /// An error of its parts.
  public init(line: Int? = nil, column: Int? = nil, _ message: String) {
    self.line = line
    self.column = column
    self.message = message
  }

  public var description: String {
    guard let line else { return message }
    return column.map { "line \(line), column \($0): \(message)" } ?? "line \(line): \(message)"
  }
}
