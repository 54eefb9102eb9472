/// Why there is no answer, and whether the request can have arrived.
///
/// Where it is not certain that a request stayed here, it counts as sent.
public enum TransportError: Error, Hashable, Sendable {
  /// There was no connection, or it broke before the request was on its way: the service has seen nothing.
  case notSent(String)

  /// The request was sent, and no answer or only part of one came back.
  case answerLost(String)

  /// A time limit passed: the one of the request, or that of connecting.
  case timedOut(sent: Bool)

  /// The task was cancelled.
  case cancelled(sent: Bool)

  /// Whether the service may have received the request.
  public var mayHaveArrived: Bool {
    switch self {
    case .notSent: false
    case .answerLost: true
    case .timedOut(let sent), .cancelled(let sent): sent
    }
  }
}

extension TransportError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .notSent(let reason): "nothing was sent: \(reason)"
    case .answerLost(let reason): "the request was sent and its answer was lost: \(reason)"
    case .timedOut(sent: false): "the time was up before the request was sent"
    case .timedOut(sent: true): "the request was sent and the time was up before its answer came"
    case .cancelled(sent: false): "the task was cancelled before the request was sent"
    case .cancelled(sent: true): "the task was cancelled after the request was sent"
    }
  }
}
