import DynamoDB
import FoundationEssentials
import Testing

/// Requests among real processes.
@Suite(.serialized)
struct QueueReplayTests {
  /// `bin/test --processes-for` sets it.
  private static let length = variable("TABLETHEORY_PROCESSES_FOR").flatMap { Int($0) }
  private static let seed = variable("TABLETHEORY_PROCESSES_SEED").flatMap { UInt64($0) } ?? .random(in: 1...999_999)

  private static func variable(_ name: String) -> String? { ProcessInfo.processInfo.environment[name] }

  @Test(
    "A queue that is replayed three times to processes that are killed gives each message's result once",
    .timeLimit(.minutes(60)))
  func replayed() async throws {
    let time = SystemTime()
    let end = time.uptime + .seconds(Self.length ?? 0)
    var seed = Self.seed
    repeat {
      let figures = try await QueueRun(seed: seed).run()
      #expect(figures.violations.isEmpty && figures.kills + figures.stops == 6, "\(figures)")
      if Self.length != nil { print(figures) }
      seed += 1
    } while time.uptime < end
  }

  @Test(
    "A protocol that is broken on the way to the table is caught", .enabled(if: length != nil),
    .timeLimit(.minutes(20)),
    arguments: QueueDamage.allCases)
  func damaged(damage: QueueDamage) async throws {
    for seed in Self.seed..<Self.seed + 10 {
      let figures = try await QueueRun(seed: seed, damage: damage).run()
      guard figures.violations.isEmpty else {
        print("\(damage.rawValue): caught, \(figures)")
        return
      }
    }
    Issue.record("\(damage.rawValue) lives")
  }
}
