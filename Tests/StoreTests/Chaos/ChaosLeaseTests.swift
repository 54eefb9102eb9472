import DynamoDB
import EmbeddedDynamoDB
import Synchronization
import TableTheory
import Testing

@Suite("Whatever is lost or late, a lease has one holder", .serialized, .timeLimit(.minutes(3)))
struct ChaosLeaseTests {
  /// A lease as its holder saw it, on the tests' clock.
  private struct Hold: Sendable {
    var fence: Int64
    var acquiredAt: Duration
    /// Its deadline, or when it was given back.
    var end: Duration
  }

  @Test("Who acquires has a higher fence than everybody before, and they are through with it", arguments: 21...24)
  func oneHolder(seed: Int) async throws {
    let keys: [CacheKey] = ["a", "b", "c"]
    let time = SteppedTime()
    let holds = Shared<[CacheKey: [Hold]]>([:])
    let faults = FaultSource(faults: Fault.allCases, share: 0.4, seed: UInt64(seed))
    try await ChaosWorld.run(faults: faults) { world async throws in
      try await CacheTable("leases", on: world.engine, time: time).createIfMissing()
      await withTaskGroup(of: Void.self) { group in
        for task in 0..<10 {
          group.addTask {
            var generator = SeededGenerator(seed: UInt64(seed * 1000 + task))
            let leases = LeaseManager(table: "leases", on: world.client, time: time)
            for _ in 0..<16 {
              let key = keys[Int.random(in: keys.indices, using: &generator)]
              time.advance(by: .milliseconds(Int.random(in: 0..<700, using: &generator)))
              guard let lease = await acquire(key, from: leases) else { continue }
              let acquiredAt = time.uptime
              time.advance(by: .milliseconds(Int.random(in: 0..<2000, using: &generator)))
              var end = lease.deadline
              if Bool.random(using: &generator) {
                end = min(end, time.uptime)
                // What it answers changes nothing: it is given up already.
                _ = try? await leases.release(lease)
              }
              let hold = Hold(fence: lease.fence, acquiredAt: acquiredAt, end: end)
              holds.update { $0[key, default: []].append(hold) }
            }
          }
        }
      }
    }
    for (key, holds) in holds.value {
      let inOrder = holds.sorted { $0.fence < $1.fence }
      #expect(Set(inOrder.map(\.fence)).count == inOrder.count, "\(key)")
      for (one, next) in zip(inOrder, inOrder.dropFirst()) {
        #expect(next.acquiredAt >= one.end, "\(key): \(one) \(next)")
      }
    }
  }

  /// The lease, or nil where it is held, unknown or not to be had: not ours as far as we know.
  private func acquire(_ key: CacheKey, from leases: LeaseManager) async -> Lease? {
    do throws(LeaseError) {
      return try await leases.acquire(key, for: .seconds(5))
    } catch {
      if case .lost = error { Issue.record("\(error)") }
      return nil
    }
  }
}

/// A clock that only the test moves.
private final class SteppedTime: TimeSource {
  private let moment = Mutex(Timestamp(seconds: 1_700_000_000))

  var now: Timestamp { moment.withLock { $0 } }
  var uptime: Duration { now.sinceEpoch }
  func advance(by duration: Duration) { moment.withLock { $0 = $0 + duration } }
  func sleep(for duration: Duration) async throws { advance(by: duration) }
}
