internal import DynamoDB

extension AttemptFailure {
  /// Why an attempt failed, in a word.
  var reason: String {
    switch self {
    case .credentials: "credentials"
    case .transport(.notSent): "connection"
    case .transport(.answerLost): "answer_lost"
    case .transport(.timedOut): "timeout"
    case .transport(.cancelled): "cancelled"
    case .unreadable: "answer_unreadable"
    case .refused(let error, _): error.boundedCode
    }
  }
}
