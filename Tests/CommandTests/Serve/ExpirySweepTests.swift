import ArgumentParser
import DynamoDB
import EmbeddedDynamoDB
import Logging
import Testing

@testable import Command

@Suite("The sweep of \"serve\"")
struct ExpirySweepTests {
  @Test(
    "An item is there until its delay is over, and gone after the next sweep",
    arguments: [Duration.zero, .seconds(600), .seconds(2 * 86_400)])
  func delay(delay: Duration) async throws {
    let time = WatchedTime()
    let engine = EmbeddedDynamoDB(time: time)
    _ = try await engine.send(CreateTable(table: "pages", partitionKey: .init("pk")))
    _ = try await engine.send(UpdateTimeToLive(table: "pages", attribute: "ttl"))
    let expiry = time.now + .seconds(30)
    try await engine.putItem(["pk": "a", "ttl": .number(expiry.secondsRoundedDown)], into: "pages")
    let sweep = ExpirySweep(
      engine: engine, interval: .seconds(60), delay: delay, time: time,
      logger: Logger(label: "sweep tests") { _ in SwiftLogNoOpLogHandler() })
    // Each sleep is one interval; the item is looked at in between.
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { await sweep.run() }
      for try await _ in time.sleeps {
        // One sweep has been since the item's time was over.
        let isOver = time.now > expiry + delay
        let item = try await engine.getItem(["pk": "a"], from: "pages")
        #expect((item == nil) == isOver, "\(time.now)")
        if isOver { break }
        time.continueSleeping()
      }
      group.cancelAll()
    }
  }

  @Test("The delay is written as a duration, and there is none by itself")
  func option() throws {
    #expect(try ServeCommand.parse([]).timeToLiveDelay == .zero)
    #expect(try ServeCommand.parse(["--ttl-delay", "10m"]).timeToLiveDelay == .seconds(600))
    #expect(try ServeCommand.parse(["--ttl-delay", "2d"]).timeToLiveDelay == .seconds(172_800))
    #expect(throws: (any Error).self) { try ServeCommand.parse(["--ttl-delay", "10"]) }
  }
}

/// A clock whose sleepers go on, at once and as far as they wanted, when the test says so.
private final class WatchedTime: TimeSource {
  private let still = StillTime()
  let sleeps: AsyncStream<Void>
  private let announcement: AsyncStream<Void>.Continuation
  private let permissions: AsyncStream<Void>
  private let permission: AsyncStream<Void>.Continuation

  init() {
    (sleeps, announcement) = AsyncStream.makeStream()
    (permissions, permission) = AsyncStream.makeStream()
  }

  var now: Timestamp { still.now }
  var uptime: Duration { still.uptime }
  func continueSleeping() { permission.yield() }

  func sleep(for duration: Duration) async throws {
    announcement.yield()
    for await _ in permissions {
      still.advance(by: duration)
      return
    }
    throw CancellationError()
  }
}
