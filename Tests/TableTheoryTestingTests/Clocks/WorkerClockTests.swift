import DynamoDB
import TableTheoryTesting
import Testing

/// A worker's clocks may be wrong; its sleep is never short by them.
struct WorkerClockTests {
  @Test("An offset moves the wall clock alone")
  func offset() {
    let scheduler = SeededScheduler(seed: 1)
    let clock = WorkerClock(scheduler, offset: .seconds(-5))
    #expect(clock.now == scheduler.now - .seconds(5))
    #expect(clock.uptime == scheduler.uptime)
  }

  @Test("A drifting clock sleeps at least its own second", arguments: [-2000, -1, 0, 1, 333, 2000])
  func drift(partsPerMillion: Int) throws {
    let scheduler = SeededScheduler(seed: 1)
    let clock = WorkerClock(scheduler, driftPartsPerMillion: partsPerMillion)
    try scheduler.run {
      for _ in 0..<100 {
        let start = clock.uptime
        try await clock.sleep(for: .seconds(1))
        let slept = clock.uptime - start
        #expect(slept >= .seconds(1) && slept <= .seconds(1) + .nanoseconds(3))
      }
    }
    let expected = 100.0 / (1 + Double(partsPerMillion) / 1_000_000)
    let passed = Double(scheduler.uptime.components.seconds) + Double(scheduler.uptime.components.attoseconds) * 1e-18
    #expect(abs(passed - expected) < 0.001)
  }
}
