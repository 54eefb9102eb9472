/// An error for the person at the terminal: what went wrong and what would help, on one line.
struct Failure: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
