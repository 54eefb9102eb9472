/// What a command says when it has done its work.
protocol Answer: Sendable {
  /// For a person.
  var text: String { get }
  /// One JSON object on one line; the names are what scripts go by.
  var json: String { get }
  /// What of the work is left undone, if anything is: told after the answer.
  var failure: Failure? { get }
}

extension Answer {
  var failure: Failure? { nil }
}
