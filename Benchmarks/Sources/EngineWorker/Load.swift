import NIOCore
import NIOPosix

/// Keeps `connections` requests under way for a time, and prints how many were answered in it.
func measureLoad(port: Int, _ operation: Requests.Operation, connections: Int, milliseconds: Int) async throws {
  if operation == .create {
    try await send([Requests.bytes(.create, page: 0, port: port)], port: port)
    let rows = (0..<Requests.pages).map { Requests.bytes(.put, page: $0, port: port) }
    try await send(rows, port: port)
    return
  }
  let requests = (0..<Requests.pages).map { Requests.bytes(operation, page: $0, port: port) }
  _ = try await rate(requests, port: port, connections: connections, milliseconds: milliseconds / 4)
  let rate = try await rate(requests, port: port, connections: connections, milliseconds: milliseconds)
  StandardOutput.line(#"{"requests_per_second": \#(rate)}"#)
}

private func send(_ requests: [ByteBuffer], port: Int) async throws {
  let asker = Asker(requests: requests, offset: 0, limit: requests.count, loop: loop, port: port)
  try await asker.run(until: .distantFuture)
}

private func rate(_ requests: [ByteBuffer], port: Int, connections: Int, milliseconds: Int) async throws -> Double {
  let start = NIODeadline.now()
  let end = start + .milliseconds(Int64(milliseconds))
  let answered = try await withThrowingTaskGroup(of: Int.self) { group in
    for connection in 0..<connections {
      let asker = Asker(requests: requests, offset: connection * 17, limit: .max, loop: loop, port: port)
      group.addTask { try await asker.run(until: end) }
    }
    return try await group.reduce(0, +)
  }
  return Double(answered) / (Double((NIODeadline.now() - start).nanoseconds) / 1e9)
}

// One thread: what sends must not take the server's core.
private let loop = MultiThreadedEventLoopGroup(numberOfThreads: 1).next()
