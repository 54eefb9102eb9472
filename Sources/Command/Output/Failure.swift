/// An error for the person at the terminal: what went wrong and what would help, on one line.
struct Failure: Error, Hashable, CustomStringConvertible {
  let description: String
  let status: ExitStatus

  init(_ description: String, status: ExitStatus = .failure) {
    self.description = description
    self.status = status
  }
}
