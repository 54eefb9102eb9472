import DynamoDB
import MutableTableTheory
import Synchronization
import TableTheoryTesting

extension LeaseProcess {
  /// Several tasks wait for one lease, and each that gets it passes it on soon.
  func queue(for key: CacheKey, _ generator: inout SeededGenerator) async {
    let limit = generator.duration(from: .milliseconds(300), to: .seconds(4))
    let end = worker.clock.scheduled(worker.uptime + limit)
    let unsettled = Unsettled()
    await withTaskGroup(of: Void.self) { group in
      for task in 1...(2 + generator.index(below: 3)) {
        let patience = generator.chance(perMille: 100) ? generator.duration(from: .zero, to: limit) : nil
        let length = generator.duration(from: .zero, to: settings.duration / 2)
        group.addTask {
          await Caller.run(in: worker.world, patience: patience) { caller in
            await wait(as: task, for: key, limit, until: end, length, unsettled)
          }
        }
      }
    }
    for unknown in unsettled.outcomes { await settle(unknown) }
  }

  private func wait(
    as task: Int, for key: CacheKey, _ limit: Duration, until end: Duration, _ length: Duration, _ unsettled: Unsettled
  ) async {
    worker.note(QueueNote.waits(key, task: task, until: end))
    do throws(LeaseError) {
      let lease = try await pages.leases.acquire(key, for: settings.duration, waitingUpTo: limit)
      guard !worker.isCrashed else { return }
      worker.note(QueueNote.waited(key, task: task, until: end))
      worker.note(WorkNote.holds(lease, until: self.end(of: lease)))
      try? await worker.sleep(for: length)
      await Caller.undisturbed(in: worker.world) { await release(lease) }
    } catch {
      guard !worker.isCrashed else { return }
      worker.note(QueueNote.waited(key, task: task, until: end))
      if case .outcomeUnknown(let unknown) = error { unsettled.add(unknown) }
    }
  }

  /// Finds out whether a lease is ours, and gives it back.
  private func settle(_ unknown: UnknownLeaseOutcome) async {
    do throws(LeaseError) {
      if case .ours(let lease) = try await unknown.resolve() { await release(lease) }
    } catch {
      worker.note(LeaseNote.failed(unknown.key, error))
    }
  }
}

/// What has to be found out when nobody waits any more.
private final class Unsettled: Sendable {
  private let state = Mutex<[UnknownLeaseOutcome]>([])

  var outcomes: [UnknownLeaseOutcome] { state.withLock { $0 } }

  func add(_ outcome: UnknownLeaseOutcome) { state.withLock { $0.append(outcome) } }
}

/// What is said by tasks that wait in one line.
enum QueueNote: HistoryNote {
  /// By the right time.
  case waits(CacheKey, task: Int, until: Duration)
  /// The wait is over, with the lease or without it.
  case waited(CacheKey, task: Int, until: Duration)

  var description: String {
    switch self {
    case .waits(let key, let task, let until): "task \(task) waits for \(key) until \(until)"
    case .waited(_, let task, _): "task \(task) does not wait any more"
    }
  }
}
