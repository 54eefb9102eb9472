import AWSDynamoDB
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A small HTTP server on the loopback device that stands in for one of AWS's, and keeps what it was asked.
final class StandIn: Sendable {
  struct Request: Hashable, Sendable {
    var method: String
    var path: String
    var headers: [HTTPHeader]
    var body: String

    func header(_ name: String) -> String? { HTTPResponse(status: 0, headers: headers).header(name) }
  }

  /// `nil` has it close the connection without a word.
  typealias Answer = @Sendable (Request) -> HTTPResponse?

  private let channel: any Channel
  private let log: Log
  /// Without a slash at the end.
  let url: String

  var requests: [Request] { log.requests.withLock { $0 } }

  init(_ answer: @escaping Answer) async throws {
    let log = Log()
    self.log = log
    channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.configureHTTPServerPipeline()
          try channel.pipeline.syncOperations.addHandler(Connection(log, answer))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    url = "http://127.0.0.1:\(channel.localAddress?.port ?? 0)"
  }

  func close() async throws { try await channel.close() }

  /// Runs `body` with a stand-in, which is closed afterwards.
  @discardableResult
  static func with<Result>(
    _ answer: @escaping Answer, _ body: (StandIn) async throws -> Result
  ) async throws -> Result {
    let standIn = try await StandIn(answer)
    let result: Result
    do {
      result = try await body(standIn)
    } catch {
      try await standIn.close()
      throw error
    }
    try await standIn.close()
    return result
  }

  private final class Log: Sendable {
    let requests = Mutex<[Request]>([])
  }

  private final class Connection: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let log: Log
    private let answer: Answer
    private var request = Request(method: "", path: "", headers: [], body: "")

    init(_ log: Log, _ answer: @escaping Answer) {
      self.log = log
      self.answer = answer
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      switch unwrapInboundIn(data) {
      case .head(let head):
        request = Request(
          method: head.method.rawValue, path: head.uri, headers: head.headers.map { HTTPHeader($0.name, $0.value) },
          body: "")
      case .body(let bytes): request.body += String(buffer: bytes)
      case .end:
        log.requests.withLock { $0.append(request) }
        guard let response = answer(request) else { return context.close(promise: nil) }
        var headers = HTTPHeaders(response.headers.map { ($0.name, $0.value) })
        headers.add(name: "content-length", value: String(response.body.count))
        let head = HTTPResponseHead(version: .http1_1, status: .init(statusCode: response.status), headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: response.body)))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
      }
    }
  }
}

extension HTTPResponse {
  init(_ status: Int = 200, _ body: String, headers: [HTTPHeader] = []) {
    self.init(status: status, headers: headers, body: Array(body.utf8))
  }
}
