import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A server on the loopback device that treats every connection in the same way.
final class LoopbackServer: Sendable {
  /// What is done with a connection once a whole request has come.
  enum Behaviour: Sendable {
    /// Writes these bytes and keeps the connection.
    case answer(String)
    /// Writes these bytes and closes.
    case answerAndClose(String)
    /// Does nothing more.
    case silence
  }

  private let channel: any Channel
  private let opened: Opened
  let url: String

  /// How many connections there have been.
  var connections: Int { opened.count.withLock { $0 } }

  /// - Parameter tls: the certificate that it has, if it speaks TLS; its name is then `localhost`.
  init(_ behaviour: Behaviour, tls: NIOSSLContext? = nil) async throws {
    let opened = Opened()
    self.opened = opened
    channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        opened.count.withLock { $0 += 1 }
        return channel.eventLoop.makeCompletedFuture {
          if let tls { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls)) }
          try channel.pipeline.syncOperations.addHandler(Connection(behaviour))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    let host = tls == nil ? "http://127.0.0.1" : "https://localhost"
    url = "\(host):\(channel.localAddress?.port ?? 0)/"
  }

  func close() async throws { try await channel.close() }

  private final class Opened: Sendable {
    let count = Mutex(0)
  }

  /// Bodies in the tests end with `!`, which nothing else in a request does.
  private final class Connection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let behaviour: Behaviour

    init(_ behaviour: Behaviour) { self.behaviour = behaviour }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      guard unwrapInboundIn(data).readableBytesView.last == UInt8(ascii: "!") else { return }
      switch behaviour {
      case .answer(let text):
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
      case .answerAndClose(let text):
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
        context.close(promise: nil)
      case .silence: break
      }
    }
  }
}
