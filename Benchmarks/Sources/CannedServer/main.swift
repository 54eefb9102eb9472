import NIOCore
import NIOPosix
import SystemPackage

// A server on the loopback device that answers every DynamoDB request with the same few bytes, for measuring clients.
// It prints its port and serves until it is killed.

let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup(numberOfThreads: 1))
  .serverChannelOption(.backlog, value: 256)
  .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
  .childChannelInitializer { channel in
    channel.eventLoop.makeCompletedFuture {
      try channel.pipeline.syncOperations.addHandler(CannedAnswers())
    }
  }
  .bind(host: "127.0.0.1", port: 0).get()

// Written at once: `print` would keep it in a buffer.
try FileDescriptor.standardOutput.writeAll("\(server.localAddress?.port ?? 0)\n".utf8)
try await server.closeFuture.get()
