import AWSDynamoDB
import DynamoDB
import DynamoDBServer
import NIOCore
import Synchronization
import Testing

@Suite("What a slow client may do", .serialized, .timeLimit(.minutes(2)))
struct PatienceTests {
  private static let whole =
    "POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: DynamoDB_20120810.ListTables\r\nContent-Length: 2\r\n\r\n{}"

  @Test("A request that stops in its middle is given up, and others are served meanwhile")
  func halfRequest() async throws {
    // The connection's own patience would end it too, much later.
    try await withServer(.init(port: 0, arrivalTimeout: .milliseconds(300), idleTimeout: .seconds(3600))) { port in
      let rest = try await RawConnection.with(port: port) { connection in
        try await connection.send(String(Self.whole.dropLast()))
        #expect(try await post(to: port).status == 200)
        return try await connection.receive()
      }
      #expect(!rest.contains("200 OK"))
    }
  }

  @Test("So is one that dribbles on: every byte in time, but not the whole")
  func dribble() async throws {
    try await withServer(.init(port: 0, arrivalTimeout: .milliseconds(300))) { port in
      let answer = try await RawConnection.with(port: port) { connection in
        try await connection.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n")
        return try await withThrowingTaskGroup(of: String?.self) { group in
          group.addTask {
            while true {
              // Until the connection is closed, and then no longer.
              do { try await connection.send(" ") } catch { return nil }
              try await SystemTime().sleep(for: .milliseconds(20))
            }
          }
          group.addTask { try await connection.receive() }
          var answer: String?
          while answer == nil, let next = try await group.next() { answer = next }
          group.cancelAll()
          return answer ?? ""
        }
      }
      #expect(!answer.contains("200 OK"))
    }
  }

  @Test("A connection without a request is closed, and so is one behind its last request")
  func idle() async throws {
    try await withServer(.init(port: 0, idleTimeout: .milliseconds(300))) { port in
      for text in ["", "POST / HT", Self.whole] {
        let rest = try await RawConnection.with(port: port) { connection in
          if !text.isEmpty { try await connection.send(text) }
          return try await connection.receive()
        }
        #expect(rest.contains("200 OK") == (text == Self.whole))
      }
    }
  }

  @Test("A client that has nothing more to send is answered")
  func halfClosed() async throws {
    try await withServer(.init(port: 0)) { port in
      let answer = try await RawConnection.with(port: port) { connection in
        try await connection.send(Self.whole)
        connection.outbound.finish()
        return try await connection.receive { $0.contains("TableNames") }
      }
      #expect(answer.contains("200 OK"))
    }
  }

  @Test("A connection too many waits until another is closed")
  func limit() async throws {
    try await withServer(.init(port: 0, maximumConnections: 1)) { port in
      let isFirstDone = Flag()
      let second = try await RawConnection.with(port: port) { first in
        var answers = first.inbound.makeAsyncIterator()
        try await first.send(Self.whole)
        _ = try await answers.next()
        let second = Task {
          let answer = try await RawConnection.with(port: port) { second in
            try await second.send(Self.whole)
            return try await second.receive { $0.contains("TableNames") }
          }
          return (answer, isFirstDone.value.load(ordering: .sequentiallyConsistent))
        }
        // Time enough for a server that takes both.
        for _ in 0..<300 {
          try await first.send(Self.whole)
          _ = try await answers.next()
        }
        isFirstDone.value.store(true, ordering: .sequentiallyConsistent)
        return second
      }
      let (answer, waited) = try await second.value
      #expect(answer.contains("200 OK"))
      #expect(waited, "both were served at once")
    }
  }

  @Test("More connections than there may be wait for their turn, and the server lives")
  func crowd() async throws {
    try await withServer(.init(port: 0, maximumConnections: 4)) { port in
      try await withThrowingTaskGroup(of: String.self) { group in
        for _ in 0..<40 {
          group.addTask {
            try await RawConnection.with(port: port) { connection in
              try await connection.send(Self.whole)
              return try await connection.receive { $0.contains("TableNames") }
            }
          }
        }
        for try await answer in group { #expect(answer.contains("200 OK")) }
      }
    }
  }
}

private final class Flag: Sendable {
  let value = Atomic(false)
}
