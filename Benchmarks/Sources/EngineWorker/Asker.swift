import NIOCore
import NIOPosix

/// One connection that sends a request whenever the last one is answered; a server that closes it gets another.
struct Asker: Sendable {
  let requests: [ByteBuffer]
  /// With which request it begins.
  let offset: Int
  /// After how many answers it ends.
  let limit: Int
  let loop: any EventLoop
  let port: Int

  /// - Returns: how many requests were answered.
  @discardableResult
  func run(until end: NIODeadline) async throws -> Int {
    var answered = 0
    while answered < limit, NIODeadline.now() < end {
      let before = answered
      let finished = loop.makePromise(of: Int.self)
      let (offset, limit) = (offset + answered, limit - answered)
      try await ClientBootstrap(group: loop).channelOption(.socketOption(.tcp_nodelay), value: 1)
        .channelInitializer { channel in
          channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandler(
              Asking(requests: requests, offset: offset, limit: limit, end: end, finished: finished))
          }
        }
        .connect(host: "127.0.0.1", port: port).get().closeFuture.get()
      answered += try await finished.futureResult.get()
      guard answered > before || NIODeadline.now() >= end else { throw NoAnswer() }
    }
    return answered
  }

  struct NoAnswer: Error {}
}

private final class Asking: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let requests: [ByteBuffer]
  private let offset: Int
  private let limit: Int
  private let end: NIODeadline
  private let finished: EventLoopPromise<Int>
  private var answered = 0
  private var received = ByteBuffer()
  private var failure: (any Error)?

  init(requests: [ByteBuffer], offset: Int, limit: Int, end: NIODeadline, finished: EventLoopPromise<Int>) {
    self.requests = requests
    self.offset = offset
    self.limit = limit
    self.end = end
    self.finished = finished
  }

  func channelActive(context: ChannelHandlerContext) { ask(context) }

  private func ask(_ context: ChannelHandlerContext) {
    guard answered < limit, NIODeadline.now() < end else { return context.close(promise: nil) }
    context.writeAndFlush(wrapOutboundOut(requests[(offset + answered) % requests.count]), promise: nil)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    var bytes = unwrapInboundIn(data)
    received.writeBuffer(&bytes)
    guard let head = AnswerHead(of: received.readableBytesView) else { return }
    guard let length = head.length else {
      failure = Refused(answer: String(buffer: received))
      return context.close(promise: nil)
    }
    guard received.readableBytes >= length else { return }
    received.clear()
    answered += 1
    // Who has said so may swallow another request on this connection, and wait for more of it.
    if head.isLast { context.close(promise: nil) } else { ask(context) }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

  func channelInactive(context: ChannelHandlerContext) {
    if let failure { finished.fail(failure) } else { finished.succeed(answered) }
  }

  struct Refused: Error { var answer: String }
}

/// Just enough of an answer's head to know where the answer ends.
private struct AnswerHead {
  private static let end = Array("\r\n\r\n".utf8)

  /// Of the whole answer; `nil` for one that is no success.
  var length: Int?
  /// Whether the server is about to close the connection.
  var isLast: Bool

  /// `nil` while the head is not whole.
  init?(of bytes: ByteBufferView) {
    guard let end = bytes.firstRange(of: Self.end)?.upperBound else { return nil }
    let head = String(decoding: bytes[..<end], as: UTF8.self).lowercased()
    isLast = head.firstRange(of: "connection: close") != nil
    guard head.prefix(13).hasSuffix("200 "), let name = head.firstRange(of: "content-length:") else { return }
    let digits = head[name.upperBound...].drop { $0 == " " }.prefix { $0.isNumber }
    length = Int(digits).map { end - bytes.startIndex + $0 }
  }
}
