/// What a command says when it has done its work.
protocol Answer: Sendable {
  /// For a person.
  var text: String { get }
  /// One JSON object on one line; the names are what scripts go by.
  var json: String { get }
}
