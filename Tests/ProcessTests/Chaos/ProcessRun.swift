import DynamoDB
import DynamoDBServer
import EmbeddedDynamoDB
import Logging
import MutableTableTheory
import TableTheoryTesting

@testable import Command
@testable import PageWorker
@testable import Simulate

/// Eight processes on one table, three of them with shifted clocks, and a random SIGKILL or SIGSTOP a second.
///
/// The seed decides who gets which signal when and what each worker draws; the rest is the machine's, so that a seed is
/// not a history. How long it lasts is real time, because only that makes processes meet; nothing that is checked
/// depends on how fast the machine is, and a run that has not made its progress by its end goes on until it has.
struct ProcessRun: Sendable {
  var length: Duration
  var seed: UInt64
  var mutant: LeaseMutant?

  static let clocks: [ShiftedClock] = [.right, .right, .ahead, .right, .farAhead, .right, .farBehind, .right]

  private var time: SystemTime { SystemTime() }

  func run() async throws -> ProcessReport {
    let history = TableHistory(time)
    let crew = Crew()
    let engine = EmbeddedDynamoDB()
    try await CacheTable(Terms.table, on: engine).createIfMissing()
    let offsets = Dictionary(
      uniqueKeysWithValues: Self.clocks.enumerated().map { (WorkerLives.name(of: $0.offset + 1), $0.element.offset) })
    let table = AuditedTable(
      engine, history, offsets: offsets, mutation: mutant?.mutation(Self.simulatorSettings) ?? Mutation())
    try await withService { ready in
      try await DynamoDBServer(
        table, configuration: .init(port: 0), logger: Logger(label: "chaos") { _ in SwiftLogNoOpLogHandler() },
        onListening: ready
      ).run()
    } _: { port in
      try await work(port: port, history, crew)
    }
    try await inspect(table, history)
    return report(history, crew)
  }

  private func work(port: Int, _ history: TableHistory, _ crew: Crew) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (index, clock) in Self.clocks.enumerated() {
        let lives = WorkerLives(
          number: index + 1, clock: clock, seed: seed, port: port, history: history, crew: crew, time: time)
        group.addTask { try await lives.run() }
      }
      group.addTask { try await strike(history, crew) }
      while try await group.next() != nil {}
    }
  }

  /// A signal a second, until the run is over or a property broken.
  private func strike(_ history: TableHistory, _ crew: Crew) async throws {
    var generator = SeededGenerator(seed: seed, label: "signals")
    while true {
      try await time.sleep(for: .seconds(1))
      let report = report(history, crew)
      if !report.violations.isEmpty || history.elapsed >= length && (mutant != nil || report.figures.isProgress) {
        break
      }
      crew.strike(&generator)
    }
    crew.tellToEnd()
  }

  /// When all have ended, whatever they left behind gives way to one whose clock shows that its time is over.
  private func inspect(_ table: AuditedTable, _ history: TableHistory) async throws {
    for page in Terms.keys {
      let key = CacheKey(page)
      let lock = try await table.getItem(
        ["pk": .string(key.partition), "sk": "LOCK"], from: Terms.table, consistentRead: true)
      let over = Timestamp(seconds: lock?["lease_expires_at"]?.integer ?? 0) + Terms.margin
      let leases = LeaseManager(
        table: Terms.table, on: table, configuration: .init(owner: "inspector", clockSkew: Terms.margin),
        time: LateTime(now: max(over, time.now)))
      do throws(LeaseError) {
        _ = try await leases.acquire(key, for: Terms.duration)
        history.record([.note(LeaseNote.free(key))], by: "inspector")
      } catch {
        history.record([.note(LeaseNote.stuck(key, "\(error)"))], by: "inspector")
      }
    }
  }

  private func report(_ history: TableHistory, _ crew: Crew) -> ProcessReport {
    let events = history.events
    let right = Set(
      Self.clocks.enumerated().filter(\.element.isWithinMargin).map { WorkerLives.name(of: $0.offset + 1) })
    let terms = LeaseProperties.Terms(isRight: { right.contains($0) })
    return ProcessReport(
      seed: seed, elapsed: history.elapsed, events: events,
      violations: history.violations + LeaseProperties.check(events, terms) + Acknowledgements.check(events),
      figures: ProcessFigures(events, kills: crew.kills, stops: crew.stops))
  }

  /// What the simulator's mutants want to know.
  private static var simulatorSettings: LeaseSettings {
    var generator = SeededGenerator(seed: 0)
    var settings = LeaseSettings(&generator, LeaseCut())
    settings.duration = Terms.duration
    settings.margin = Terms.margin
    return settings
  }
}

/// A wall clock that stands at a moment to come.
private struct LateTime: TimeSource {
  let now: Timestamp
  var uptime: Duration { SystemTime().uptime }
  func sleep(for duration: Duration) async throws { try await SystemTime().sleep(for: duration) }
}
