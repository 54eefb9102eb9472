import NIOCore
import NIOPosix

/// A connection on which anything can be sent.
struct RawConnection {
  let inbound: NIOAsyncChannelInboundStream<ByteBuffer>
  let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>

  static func with<Result: Sendable>(
    port: Int, _ body: @escaping @Sendable (RawConnection) async throws -> Result
  ) async throws -> Result {
    let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .connect(host: "127.0.0.1", port: port) { channel in
        channel.eventLoop.makeCompletedFuture {
          try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
        }
      }
    return try await channel.executeThenClose { inbound, outbound in
      try await body(RawConnection(inbound: inbound, outbound: outbound))
    }
  }

  func send(_ text: String) async throws { try await outbound.write(ByteBuffer(string: text)) }

  /// What comes until the server closes the connection, or until `isEnough`.
  func receive(until isEnough: (String) -> Bool = { _ in false }) async throws -> String {
    var text = ""
    do {
      for try await part in inbound {
        text += String(buffer: part)
        if isEnough(text) { break }
      }
    } catch is IOError {
      // Closed by the server without the usual ceremony.
    }
    return text
  }
}
