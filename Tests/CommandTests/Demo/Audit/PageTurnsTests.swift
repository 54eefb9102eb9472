import Synchronization
import Testing

@testable import Command

@Suite("Turns on a page")
struct PageTurnsTests {
  @Test("Writes on one page come one at a time, however many there are")
  func oneAtATime() async {
    let turns = PageTurns()
    let room = Room()
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<100 {
        group.addTask {
          await turns.withTurn(on: "home") {
            room.enter()
            await Task.yield()
            room.leave()
          }
        }
      }
    }
    #expect(room.most == 1)
  }

  @Test("A turn that fails is over, and pages do not wait for each other")
  func independent() async throws {
    let turns = PageTurns()
    await #expect(throws: Failure.self) {
      try await turns.withTurn(on: "home") { () async throws(Failure) in throw Failure("refused") }
    }
    let both = await turns.withTurn(on: "home") { await turns.withTurn(on: "leases") { "both" } }
    #expect(both == "both")
  }
}

/// Counts how many are in it at once.
private final class Room: Sendable {
  private let counts = Mutex((inside: 0, most: 0))

  var most: Int { counts.withLock { $0.most } }

  func enter() {
    counts.withLock { counts in
      counts.inside += 1
      counts.most = max(counts.most, counts.inside)
    }
  }

  func leave() { counts.withLock { $0.inside -= 1 } }
}
