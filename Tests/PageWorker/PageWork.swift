import DynamoDB
import TableTheory
import TableTheoryTesting

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// What a worker does: rounds, each of which makes a page in one of the ways that the library offers.
struct PageWork: Sendable {
  let name: String
  let time: EventLoopTime
  let pages: CacheTable

  func tell(_ event: WorkerReport.Event) {
    let report = WorkerReport(wall: time.now.sinceEpoch, uptime: time.uptime, event: event)
    guard let line = try? report.line else { fatalError("a report that JSON cannot hold: \(event)") }
    // One write of less than a pipe takes at once: a worker that is killed leaves no half of a line.
    let bytes = Array(line.utf8)
    let written = unsafe bytes.withUnsafeBytes { unsafe write(STDOUT_FILENO, $0.baseAddress, $0.count) }
    // Nobody listens any more: there is nothing left to work for.
    if written != bytes.count { exit(1) }
  }

  /// Waits a little and makes a page.
  func round(_ generator: inout SeededGenerator) async {
    await pause(&generator, upTo: .milliseconds(300))
    let page = generator.pick(Terms.keys)
    switch generator.index(below: 4) {
    case 0, 1: await byHand(page, &generator)
    case 2: await underLease(page, &generator)
    default: await regenerate(page, &generator)
    }
  }

  /// A new life takes back what the last one held: the name is this worker's alone.
  func reclaim(_ generator: inout SeededGenerator) async {
    guard generator.chance(perMille: 500) else { return }
    guard let lease = await acquire(generator.pick(Terms.keys), reclaiming: true) else { return }
    await publish(lease, lateness: .refused)
  }

  func pause(_ generator: inout SeededGenerator, upTo longest: Duration) async {
    try? await time.sleep(for: generator.duration(from: .zero, to: longest))
  }

  func reported(_ lease: Lease, _ page: String) -> ReportedLease {
    ReportedLease(
      page: page, token: lease.token, fence: lease.fence, expiresAt: lease.expiresAt.secondsRoundedDown,
      deadline: lease.deadline)
  }

  func publication(_ lease: Lease) -> Publication {
    Publication(objectKey: Self.object(lease), revalidateAfter: .seconds(1))
  }

  static func object(_ lease: Lease) -> String { "\(lease.token).html" }

  func told(_ error: PublishError, _ lease: ReportedLease, since: Duration) {
    switch error {
    case .outcomeUnknown: tell(.unknown(lease, what: "publication"))
    case .lost:
      tell(.notPublished(lease, .outrun, reason: "\(error)"))
      tell(.lost(lease, since: since))
    case .stale: tell(.notPublished(lease, .outrun, reason: "\(error)"))
    case .guardFailed, .requestLost, .requestNotCompleted, .throttled, .invalid, .unavailable:
      tell(.notPublished(lease, .notCarriedOut, reason: "\(error)"))
    }
  }
}
