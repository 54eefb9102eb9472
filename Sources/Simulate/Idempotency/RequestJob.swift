import DynamoDB
import MutableTableTheory
import Synchronization
import TableTheoryTesting

/// A request's work: it watches its claim all the time, and has an effect.
struct RequestJob: Sendable {
  enum Failure: Error, Hashable, Codable {
    case failed
    /// A result: whoever asks again is declined again.
    case declined
    case cancelled
    /// Its transaction was not made.
    case notRecorded
  }

  enum Effect: Hashable, Sendable {
    /// Somewhere else: it is not undone, whatever becomes of the record.
    case outside
    /// In the completing transaction.
    case together
  }

  private enum End {
    case returns
    case fails
    case declines
  }

  let process: RequestProcess
  let key: IdempotencyKey
  let payload: IdempotencyPayload
  let effect: Effect
  let limit: Duration
  let isKept: Bool
  private let length: Duration
  private let end: End
  private let applies: Bool
  /// Whether it goes on to its end although it was cancelled, without waiting any more.
  private let isStubborn: Bool

  private var worker: SimulatedWorker { process.worker }
  private var duration: Duration { process.settings.duration }

  init(
    _ process: RequestProcess, _ key: IdempotencyKey, _ effect: Effect, isKept: Bool = true,
    _ generator: inout SeededGenerator
  ) {
    self.isKept = isKept
    self.process = process
    self.key = key
    self.effect = effect
    payload = Self.payload(generator.chance(perMille: 100) ? "b" : "a")
    let isLimited = generator.chance(perMille: 150)
    limit =
      isLimited
      ? generator.duration(from: .milliseconds(100), to: process.settings.duration * 2) : .seconds(3600)
    length = generator.duration(from: .zero, to: process.settings.duration * 2)
    end = generator.pick([.returns, .returns, .returns, .fails, .declines])
    applies = generator.chance(perMille: 800)
    isStubborn = generator.chance(perMille: 200)
  }

  static func payload(_ name: String) -> IdempotencyPayload { IdempotencyPayload(bytes: Array(name.utf8)) }

  /// What is done under a claim.
  func work(_ claim: IdempotencyClaim, _ seen: SeenRun, since start: Duration, for caller: Caller)
    async throws(Failure) -> String
  {
    let run = RequestNote.Run(
      key: claim.key, token: claim.token, payload: payload, effect: effect, isKept: isKept,
      isRestart: claim.isRestart)
    seen.begin(run)
    worker.note(RequestNote.runs(run, until: until(claim)))
    let (isCancelled, unsafe) = await watch(claim, run)
    if worker.isCrashed { throw .cancelled }
    let isGivenUp = isCancelled && !isStubborn
    let happens = !isGivenUp && effect == .outside && applies
    if happens { worker.note(RequestNote.applied(run)) }
    worker.note(
      RequestNote.stopped(
        run,
        RequestStop(
          isCancelled: isCancelled, hasFailed: !isGivenUp && end != .returns, isCallersWish: caller.hasGone,
          isOverdue: claim.deadline <= worker.uptime,
          isAtLimit: worker.uptime >= start + limit - process.settings.margin, unsafe: unsafe, slice: slice)))
    if isGivenUp { throw .cancelled }
    switch end {
    case .fails: throw .failed
    case .declines: throw .declined
    case .returns: break
    }
    let value = run.value
    if effect == .together { try await record(value, claim) }
    return value
  }

  /// Makes the effect and the record in one transaction.
  private func record(_ value: String, _ claim: IdempotencyClaim) async throws(Failure) {
    let completion = await process.requests.completion(of: claim, with: value)
    let step = UpdateItem(
      table: RequestScenario.table, key: ["pk": .string("EFFECT#\(claim.key.id)"), "sk": "EFFECT"],
      update: Update().set("n", to: .plus(.ifNotExists("n", .value(0)), .value(1)))
        .set("last", to: .string(claim.token)))
    do throws(IdempotencyError) {
      try await process.requests.complete(completion, together: [.update(step)])
    } catch .outcomeUnknown(let unknown) {
      guard case .completed? = try? await unknown.resolve() else { throw .notRecorded }
    } catch {
      throw .notRecorded
    }
  }

  private var slice: Duration { max(.milliseconds(5), duration / 4) }

  private func until(_ claim: IdempotencyClaim) -> Duration { worker.clock.scheduled(claim.deadline) }

  private func watch(
    _ claim: IdempotencyClaim, _ run: RequestNote.Run
  ) async -> (isCancelled: Bool, unsafe: Duration) {
    await WatchedWork(worker: worker, length: length, slice: slice).run(until: { claim.deadline }) {
      worker.note(RequestNote.holds(run, until: until(claim)))
    }
  }
}

extension RequestNote.Run {
  /// What the work returns, which nobody else's does.
  var value: String { "of \(token)" }
}

/// What a call has run.
final class SeenRun: Sendable {
  private let state = Mutex<(last: RequestNote.Run?, count: Int)>((nil, 0))

  var last: RequestNote.Run? { state.withLock { $0.last } }
  var count: Int { state.withLock { $0.count } }

  func begin(_ run: RequestNote.Run) { state.withLock { $0 = (run, $0.count + 1) } }
}
