import DynamoDB
import Subprocess
import TableTheoryTesting

@testable import PageWorker
@testable import Simulate

/// One worker over all its lives: its process, and a new one after each SIGKILL.
struct WorkerLives: Sendable {
  let number: Int
  let clock: ShiftedClock
  let seed: UInt64
  let port: Int
  let history: TableHistory
  let crew: Crew
  let time: any TimeSource

  static func name(of number: Int) -> String { "w\(number)" }
  private var name: String { Self.name(of: number) }

  private enum Ending {
    case killed
    case told
    case failed(String)
  }

  func run() async throws {
    var life = 1
    while true {
      switch try await live(life) {
      case .told: return
      case .killed:
        history.record([.note(LeaseNote.crashed)], by: name)
        if crew.isOver { return }
        life += 1
      case .failed(let reason):
        history.fail("every worker that was not killed ends when it is told", "\(name), life \(life): \(reason)")
        return
      }
    }
  }

  private func live(_ life: Int) async throws -> Ending {
    let orders = crew.begin(number)
    defer { crew.end(number) }
    var platform = PlatformOptions()
    // Where the run is given up; a stopped process ends by SIGKILL alone.
    platform.teardownSequence = [.send(signal: .kill, allowedDurationToNextStep: .seconds(1))]
    let before = (time.now, time.uptime)
    let result = try await Subprocess.run(
      Programs.pageWorker,
      environment: clock.environment.updating(["PAGE_WORKER": "\(name) \(life) \(seed) \(port)"]),
      platformOptions: platform, input: .inputWriter, output: .sequence, error: .sequence
    ) { execution in
      defer { ShiftedClock.tidyUp(after: execution.processIdentifier.value) }
      async let complaint = Self.lastLine(of: execution.standardError)
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
          for await order in orders {
            switch order {
            case .kill: try execution.send(signal: .kill)
            case .stop(let pause):
              try execution.send(signal: .suspend)
              defer { try? execution.send(signal: .resume) }
              try await time.sleep(for: pause)
              crew.isReady(number)
            case .end: try await execution.standardInputWriter.finish()
            }
          }
        }
        group.addTask {
          for try await line in execution.standardOutput.strings() { try heard(line, since: before) }
          // Its output ends with it.
          crew.end(number)
        }
        while try await group.next() != nil {}
      }
      return try await complaint
    }
    return switch result.terminationStatus {
    case .signaled(Signal.kill.rawValue) where crew.meantToKill(number): .killed
    case .exited(0) where crew.isOver: .told
    case let status: .failed("\(status): \(result.closureResult ?? "it did not say why")")
    }
  }

  private func heard(_ line: String, since before: (wall: Timestamp, uptime: Duration)) throws {
    guard !line.isEmpty else { return }
    let report = try WorkerReport(line: line)
    if case .started = report.event {
      checkClocks(report, since: before)
      crew.isReady(number)
    }
    history.record(report, by: name)
  }

  /// The worker's clocks are what they are meant to be: read between our own two looks at ours, its uptime is between
  /// them, and its wall clock as well, but for the shift.
  private func checkClocks(_ report: WorkerReport, since before: (wall: Timestamp, uptime: Duration)) {
    let now = (wall: time.now, uptime: time.uptime)
    let wall = Timestamp(sinceEpoch: report.wall - clock.offset)
    if wall < before.wall || wall > now.wall {
      history.fail(
        "a shifted clock is shifted",
        "\(name)'s shows \(Timestamp(sinceEpoch: report.wall)) at \(now.wall), meant to be \(clock.rawValue)")
    }
    if report.uptime < before.uptime || report.uptime > now.uptime {
      history.fail("uptime is the same for all", "\(name)'s is \(report.uptime), ours \(now.uptime)")
    }
  }

  private static func lastLine(of output: SubprocessOutputSequence) async throws -> String? {
    var last: String?
    for try await line in output.strings() where !line.isEmpty { last = line }
    return last
  }
}
