import DynamoDB
import MutableTableTheory
import Synchronization
import TableTheoryTesting

/// Work under a lease that the library keeps: it watches its lease all the time.
struct LeasedJob: Sendable {
  enum Failure: Error, Hashable {
    case failed
    case cancelled
  }

  private enum End: CaseIterable {
    case returns
    case fails
    case publishes
    case givesBack
  }

  private let process: LeaseProcess
  private let waiting: Duration
  private let limit: Duration
  private let length: Duration
  private let end: End
  /// Whether it goes on to its end although it was cancelled, without waiting any more.
  private let isStubborn: Bool
  private let generator: SeededGenerator

  private var worker: SimulatedWorker { process.worker }
  private var duration: Duration { process.settings.duration }

  init(_ process: LeaseProcess, _ generator: inout SeededGenerator) {
    self.process = process
    let duration = process.settings.duration
    waiting =
      generator.chance(perMille: 500) ? .zero : generator.duration(from: .milliseconds(200), to: duration * 2)
    let isLimited = generator.chance(perMille: 200)
    limit = isLimited ? generator.duration(from: .milliseconds(100), to: duration * 2) : .seconds(3600)
    length = generator.duration(from: .zero, to: isLimited ? duration * 4 : duration * 5 / 2)
    end = generator.pick(End.allCases)
    isStubborn = generator.chance(perMille: 200)
    self.generator = SeededGenerator(seed: generator.next())
  }

  func run(on key: CacheKey, calledBy caller: Caller) async {
    let seen = Seen()
    let start = worker.uptime
    let told: Result<String, Failure>
    do throws(LeasedWorkError<Failure>) {
      told = .success(
        try await process.pages.leases.withLease(
          on: key, for: duration, waitingUpTo: waiting, renewingUpTo: limit, whenOver: { over(seen, $0) }
        ) { lease async throws(Failure) in
          try await work(under: lease, seen, since: start, for: caller)
        })
    } catch {
      switch error {
      case .notAcquired(let error):
        if !worker.isCrashed { worker.note(WorkNote.refused(key, error, hasRun: seen.lease != nil)) }
        return
      case .failed(let failure), .lost(_, let failure): told = .failure(failure)
      }
    }
    guard !worker.isCrashed, let lease = seen.lease else { return }
    worker.note(WorkNote.told(lease, agrees: told == seen.result))
  }

  private func over(_ seen: Seen, _ ending: LeaseEnding) {
    guard !worker.isCrashed, let lease = seen.lease else { return }
    worker.note(WorkNote.ended(lease, ending))
  }

  private func work(
    under lease: Lease, _ seen: Seen, since start: Duration, for caller: Caller
  ) async throws(Failure) -> String {
    seen.begin(lease)
    let result = await result(under: lease, since: start, for: caller)
    seen.end(result)
    return try result.get()
  }

  private func result(under lease: Lease, since start: Duration, for caller: Caller) async -> Result<
    String, Failure
  > {
    let (isCancelled, unsafe) = await watch(lease)
    if worker.isCrashed { return .failure(.cancelled) }
    worker.note(
      WorkNote.stopped(
        lease,
        WorkStop(
          isCancelled: isCancelled, isCallersWish: caller.hasGone, isOverdue: lease.deadline <= worker.uptime,
          isAtLimit: worker.uptime >= start + limit - process.settings.margin, unsafe: unsafe, slice: slice)))
    if isCancelled, !isStubborn { return .failure(.cancelled) }
    var generator = generator
    switch end {
    case .returns: return .success("done under \(lease.token)")
    case .fails: return .failure(.failed)
    case .publishes: await process.publish(lease, &generator)
    case .givesBack: await process.release(lease)
    }
    return .success("done under \(lease.token)")
  }

  private var slice: Duration { max(.milliseconds(5), duration / 4) }

  private func watch(_ lease: Lease) async -> (isCancelled: Bool, unsafe: Duration) {
    await WatchedWork(worker: worker, length: length, slice: slice).run(until: { lease.deadline }) {
      worker.note(WorkNote.holds(lease, until: process.end(of: lease)))
    }
  }
}

/// What a job has seen: its lease, and what it came to.
private final class Seen: Sendable {
  private let state = Mutex<(lease: Lease?, result: Result<String, LeasedJob.Failure>?)>((nil, nil))

  var lease: Lease? { state.withLock { $0.lease } }
  var result: Result<String, LeasedJob.Failure>? { state.withLock { $0.result } }

  func begin(_ lease: Lease) { state.withLock { $0.lease = lease } }
  func end(_ result: Result<String, LeasedJob.Failure>) { state.withLock { $0.result = result } }
}
