import AWSDynamoDB
import DynamoDB
import Synchronization

/// Answers each request with the next line of a script, the last one for ever, and keeps what was sent.
final class StubTransport: HTTPTransport {
  typealias Reply = Result<HTTPResponse, TransportError>

  struct Sent: Sendable {
    var request: HTTPRequest
    var deadline: Duration
  }

  private struct State {
    var script: [Reply]
    var sent: [Sent] = []
    var isShutDown = false
  }

  private let state: Mutex<State>
  private let beforeReply: @Sendable (Sent) -> Void

  init(_ script: Reply..., beforeReply: @escaping @Sendable (Sent) -> Void = { _ in }) {
    state = Mutex(State(script: script))
    self.beforeReply = beforeReply
  }

  var sent: [Sent] { state.withLock { $0.sent } }
  var isShutDown: Bool { state.withLock { $0.isShutDown } }

  func send(_ request: HTTPRequest, deadline: Duration) async throws(TransportError) -> HTTPResponse {
    let sent = Sent(request: request, deadline: deadline)
    let reply = state.withLock { state in
      state.sent.append(sent)
      return state.script.count > 1 ? state.script.removeFirst() : state.script[0]
    }
    beforeReply(sent)
    return try reply.get()
  }

  func shutdown() async { state.withLock { $0.isShutDown = true } }
}

extension Result where Success == HTTPResponse, Failure == TransportError {
  /// An answer as DynamoDB sends it, its checksum included.
  static func answer(_ status: Int = 200, _ body: String) -> Self {
    let bytes = Array(body.utf8)
    return .success(
      HTTPResponse(
        status: status, headers: [HTTPHeader("X-Amz-Crc32", String(CRC32.checksum(of: bytes)))], body: bytes))
  }

  /// One of DynamoDB's errors.
  static func error(_ code: String, status: Int = 400, _ members: String = #""message":"m""#) -> Self {
    answer(status, #"{"__type":"com.amazonaws.dynamodb.v20120810#\#(code)",\#(members)}"#)
  }

  static var lost: Self { .failure(.answerLost("connection reset")) }
  static var refused: Self { .failure(.notSent("connection refused")) }
  static var throttled: Self { .error("ThrottlingException") }
  static var internalError: Self { .error("InternalServerError", status: 500) }
  static var conditionFailed: Self { .error("ConditionalCheckFailedException") }
}
