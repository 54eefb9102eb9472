import DynamoDB
import Synchronization
import TableTheoryTesting
import Testing

/// One thread, an order from a seed, and no waiting.
struct SeededSchedulerTests {
  private actor Log {
    private(set) var lines: [String] = []
    func add(_ line: String) { lines.append(line) }
  }

  /// Tasks that take turns on an actor, and sleep in between.
  private static func history(seed: UInt64) throws -> [String] {
    let scheduler = SeededScheduler(seed: seed)
    return try scheduler.run {
      let log = Log()
      await withTaskGroup(of: Void.self) { group in
        for name in ["a", "b", "c", "d"] {
          group.addTask {
            for turn in 0..<5 {
              await log.add("\(name)\(turn) at \(scheduler.uptime)")
              await Task.yield()
              if turn == 2 { try? await scheduler.sleep(for: .milliseconds(10)) }
            }
          }
        }
      }
      return await log.lines
    }
  }

  @Test("The same seed gives the same history, and seeds differ", arguments: 1...20)
  func determinism(seed: UInt64) throws {
    let history = try Self.history(seed: seed)
    #expect(history.count == 20)
    #expect(try Self.history(seed: seed) == history)
    #expect(try Self.history(seed: seed + 1) != history)
  }

  @Test("It runs from asynchronous code as from synchronous code")
  func fromAsynchronousCode() async throws {
    let history = try Self.history(seed: 3)
    let again = try await Task { try Self.history(seed: 3) }.value
    #expect(again == history)
    await Task.yield()
  }

  @Test("A year passes at once, and sleepers wake in the order of their times")
  func virtualTime() throws {
    let scheduler = SeededScheduler(seed: 1, limits: .init(time: .seconds(400 * 24 * 3600)))
    let start = scheduler.now
    let order = try scheduler.run {
      await withTaskGroup(of: Int.self) { group in
        for days in [300, 1, 30] {
          group.addTask {
            try? await scheduler.sleep(for: .seconds(days * 24 * 3600))
            return days
          }
        }
        return await group.reduce(into: []) { $0.append($1) }
      }
    }
    #expect(order == [1, 30, 300])
    #expect(scheduler.now - start == .seconds(300 * 24 * 3600))
  }

  @Test("Whoever waits for what never comes is found")
  func deadlock() throws {
    let scheduler = SeededScheduler(seed: 1)
    #expect(throws: SimulationFailure.deadlock(after: .seconds(2))) {
      try scheduler.run {
        let (stream, continuation) = AsyncStream<Int>.makeStream()
        try await scheduler.sleep(for: .seconds(2))
        for await _ in stream {}
        continuation.finish()
      }
    }
  }

  @Test("Whoever never comes to an end is found, by steps and by time")
  func runaway() throws {
    let busy = SeededScheduler(seed: 1, limits: .init(jobs: 1000))
    #expect(throws: SimulationFailure.runaway(jobs: 1000, after: .zero)) {
      try busy.run { while !Task.isCancelled { await Task.yield() } }
    }
    let sleepy = SeededScheduler(seed: 1, limits: .init(time: .seconds(60)))
    #expect(throws: SimulationFailure.self) {
      try sleepy.run { while true { try await sleepy.sleep(for: .seconds(1)) } }
    }
    #expect(sleepy.uptime == .seconds(60))
  }

  @Test("A sleeper that is cancelled wakes at once, one that was cancelled before does not sleep")
  func cancellation() throws {
    let scheduler = SeededScheduler(seed: 1)
    let errors = try scheduler.run {
      await withTaskGroup(of: Bool.self) { group in
        for late in [true, false] {
          group.addTask {
            if late { while !Task.isCancelled { await Task.yield() } }
            do {
              try await scheduler.sleep(for: .seconds(3600))
              return false
            } catch {
              return error is CancellationError
            }
          }
        }
        try? await scheduler.sleep(for: .zero)
        group.cancelAll()
        return await group.reduce(into: []) { $0.append($1) }
      }
    }
    #expect(errors == [true, true])
    #expect(scheduler.uptime == .zero)
  }

  @Test("A task that outlives the body is counted, and ended")
  func outlived() throws {
    let scheduler = SeededScheduler(seed: 1)
    let flag = Ended()
    #expect(throws: SimulationFailure.outlived(tasks: 1, at: .seconds(1))) {
      try scheduler.run {
        _ = Task(executorPreference: scheduler) {
          try? await scheduler.sleep(for: .seconds(10))
          flag.end()
        }
        try await scheduler.sleep(for: .seconds(1))
      }
    }
    #expect(flag.value)
  }

  private final class Ended: Sendable {
    private let flag = Atomic(false)
    var value: Bool { flag.load(ordering: .acquiring) }
    func end() { flag.store(true, ordering: .releasing) }
  }

  private struct Broken: Error {}

  @Test("What the body throws comes out")
  func bodyThrows() {
    #expect(throws: Broken.self) { try SeededScheduler(seed: 1).run { throw Broken() } }
  }
}
