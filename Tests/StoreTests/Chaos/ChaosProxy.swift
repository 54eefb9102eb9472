import NIOCore
import NIOPosix
import Synchronization

/// Stands between the client and a server, and spoils requests and answers as a seed says.
struct ChaosProxy: Sendable {
  typealias Connection = NIOAsyncChannel<ByteBuffer, ByteBuffer>

  /// How long a late request is held back: longer than any attempt of ``ChaosWorld``'s client takes.
  static let lateness = Duration.milliseconds(450)

  let port: Int
  let census: ConnectionCensus
  private let backend: Int
  private let faults: SharedFaults

  final class SharedFaults: Sendable {
    let source: Mutex<FaultSource>

    init(_ source: FaultSource) { self.source = Mutex(source) }
  }

  /// Runs a proxy on a free port of the loopback device, before a server on the port `backend`, while `body` runs.
  static func withProxy(
    before backend: Int, faults: FaultSource, _ body: @Sendable @escaping (ChaosProxy) async throws -> Void
  ) async throws {
    let census = ConnectionCensus()
    let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .bind(host: "127.0.0.1", port: 0) { channel in
        census.connectionOpened()
        channel.closeFuture.whenComplete { _ in census.connectionClosed() }
        return channel.eventLoop.makeCompletedFuture { try Connection(wrappingChannelSynchronously: channel) }
      }
    let proxy = ChaosProxy(
      port: listener.channel.localAddress?.port ?? 0, census: census, backend: backend, faults: SharedFaults(faults))
    try await listener.executeThenClose { connections in
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await proxy.serve(connections) }
        group.addTask { try await body(proxy) }
        // The proxy's task ends only when it is cancelled, or by a fault of its own.
        try await group.next()
        group.cancelAll()
      }
    }
  }

  /// From now on, faults come from here.
  func change(to faults: FaultSource) { self.faults.source.withLock { $0 = faults } }

  private func serve(_ connections: NIOAsyncChannelInboundStream<Connection>) async throws {
    try await withThrowingDiscardingTaskGroup { group in
      for try await connection in connections {
        group.addTask {
          // A connection that breaks is what this is for.
          try? await connection.executeThenClose { inbound, outbound in try await serve(inbound, outbound) }
        }
      }
    }
  }

  private func serve(
    _ inbound: NIOAsyncChannelInboundStream<ByteBuffer>, _ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
  ) async throws {
    var request = RawMessage()
    var plan: (fault: Fault, random: UInt64)?
    defer { if plan != nil { census.requestEnded() } }
    var parts = inbound.makeAsyncIterator()
    while let part = try await parts.next() {
      let (fault, random) = plan ?? faults.source.withLock { $0.next() }
      if plan == nil { census.requestBegan(fault) }
      plan = (fault, random)
      request.append(part.readableBytesView)
      guard request.isWhole || fault == .requestRefused else { continue }
      census.requestIsWhole()
      let exchange = Exchange(request: request, fault: fault, random: random, backend: backend)
      switch try await exchange.answer() {
      case .bytes(let bytes): try await outbound.write(ByteBuffer(bytes: bytes))
      case .bytesAndClose(let bytes):
        try await outbound.write(ByteBuffer(bytes: bytes))
        return
      case .close: return
      case .silence: while try await parts.next() != nil {}
      }
      request = RawMessage()
      plan = nil
      census.requestEnded()
    }
  }
}
