import FoundationEssentials
import TableTheoryTesting
import Testing

@testable import Simulate

/// The lease protocol among real processes: whatever signals they get and whatever their clocks show, the table's
/// history keeps what the simulator's histories keep.
@Suite(.serialized, .enabled(if: ShiftedClock.library != nil, "libfaketime is not installed: bin/prepare says how"))
struct ProcessChaosTests {
  /// `bin/test --processes-for` sets it.
  private static let isLongRun = variable("TABLETHEORY_PROCESSES_FOR") != nil
  private static let length = variable("TABLETHEORY_PROCESSES_FOR").flatMap { Int($0) } ?? 10
  private static let seed = variable("TABLETHEORY_PROCESSES_SEED").flatMap { UInt64($0) } ?? .random(in: 1...999_999)

  private static func variable(_ name: String) -> String? { ProcessInfo.processInfo.environment[name] }

  @Test("Eight processes, three with shifted clocks, killed and stopped, break no property", .timeLimit(.minutes(60)))
  func holds() async throws {
    let report = try await ProcessRun(length: .seconds(Self.length), seed: Self.seed).run()
    #expect(report.violations.isEmpty, "\(report.description)")
    if Self.isLongRun, report.violations.isEmpty { print(report.description) }
  }

  @Test(
    "A protocol that is broken on the way to the table is caught", .enabled(if: isLongRun), .timeLimit(.minutes(20)),
    arguments: [
      LeaseMutant.acquireUnconditionally, .fenceStays, .renewWithoutToken, .releaseWithoutToken,
      .publishWithoutLease, .publishAndKeepLease, .publishUnconditionally, .versionStays,
    ])
  func mutants(mutant: LeaseMutant) async throws {
    let report = try await ProcessRun(length: .seconds(120), seed: Self.seed, mutant: mutant).run()
    #expect(!report.violations.isEmpty, "\(mutant.rawValue) lives: \(report.figures)")
    let broken = Set(report.violations.map(\.property)).sorted().joined(separator: "; ")
    print("\(mutant.rawValue): caught after \(report.elapsed), seed \(report.seed): \(broken)")
  }
}
