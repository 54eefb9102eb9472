import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Synchronization

/// One request on async-http-client: collects the answer, and remembers whether the request left.
///
/// The library starts the body, reports an error and fires the deadline on one event loop, and it never starts
/// the body of a request that has ended. A body that was not started therefore never leaves, and a request
/// whose body is missing is not carried out: that decides "sent", with no race between a deadline and a write.
final class HTTPExchange: HTTPClientResponseDelegate {
  struct AnswerTooLarge: Error {}

  private struct State {
    var sent: Bool
    var response = HTTPResponse(status: 0)
  }

  private let state: Mutex<State>
  private let body: [UInt8]
  private let maximumResponseBytes: Int

  init(body: [UInt8], maximumResponseBytes: Int) {
    self.body = body
    self.maximumResponseBytes = maximumResponseBytes
    // Without a body there is nothing to see leave.
    state = Mutex(State(sent: body.isEmpty))
  }

  /// Whether the request's body was handed to a connection.
  var sent: Bool { state.withLock { $0.sent } }

  /// The body to send, which notes when it is taken.
  var requestBody: HTTPClient.Body {
    .stream(contentLength: Int64(body.count)) { writer in
      self.state.withLock { $0.sent = true }
      return writer.write(.byteBuffer(ByteBuffer(bytes: self.body)))
    }
  }

  func didReceiveHead(task: HTTPClient.Task<HTTPResponse>, _ head: HTTPResponseHead) -> EventLoopFuture<Void> {
    let announced = head.headers.first(name: "content-length").flatMap { Int($0) } ?? 0
    guard announced <= maximumResponseBytes else { return task.eventLoop.makeFailedFuture(AnswerTooLarge()) }
    state.withLock { state in
      state.response.status = Int(head.status.code)
      state.response.headers = head.headers.map { HTTPHeader($0.name, $0.value) }
      state.response.body.reserveCapacity(announced)
    }
    return task.eventLoop.makeSucceededVoidFuture()
  }

  func didReceiveBodyPart(task: HTTPClient.Task<HTTPResponse>, _ buffer: ByteBuffer) -> EventLoopFuture<Void> {
    let fits = state.withLock { state in
      guard state.response.body.count + buffer.readableBytes <= maximumResponseBytes else { return false }
      state.response.body.append(contentsOf: buffer.readableBytesView)
      return true
    }
    return fits ? task.eventLoop.makeSucceededVoidFuture() : task.eventLoop.makeFailedFuture(AnswerTooLarge())
  }

  func didFinishRequest(task: HTTPClient.Task<HTTPResponse>) -> HTTPResponse {
    state.withLock { $0.response }
  }
}
