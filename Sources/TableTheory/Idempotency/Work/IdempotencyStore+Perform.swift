public import DynamoDB

extension IdempotencyStore {
  /// Does a request's work once: does it and records its result, or returns the result that is recorded.
  ///
  /// The work's time is renewed whenever a third of it has passed. An error on the way is tried again as long as the time
  /// lasts; only where somebody else has taken over, or may have, is the work cancelled. What it returns all the same is
  /// recorded if that is still possible.
  ///
  /// An error that the work throws frees the key, and the next call does the work again. Where it was stopped instead,
  /// by its caller's cancellation or since its time was over, the next call is told that parts of it may be done
  /// (``IdempotencyClaim/isRestart``).
  ///
  /// - Parameters:
  ///   - payload: what is asked for; the same key with another one is refused in every state.
  ///   - inProgressFor: how long others have to wait where this process dies. Without it, until `deadline`; without that,
  ///     as configured.
  ///   - deadline: when the platform stops this worker, Lambda's deadline say. The time is not renewed beyond it, and
  ///     the work is cancelled then.
  ///   - retainFor: how long the result is kept, as configured without it.
  ///   - waiting: how long to wait where somebody is at it, and not beyond `deadline`; without it such a call is refused
  ///     at once.
  ///   - limit: how long the work's time is renewed at most: work that hangs must not keep a key for ever.
  ///   - work: runs at most once for this call. It may complete its claim itself, in a transaction
  ///     (``IdempotencyCompletion``); then it returns what it has recorded.
  /// - Throws: ``IdempotentWorkError``.
  public func perform<Value: Codable & Sendable, Failure: Error>(
    _ key: IdempotencyKey, payload: IdempotencyPayload, inProgressFor: Duration? = nil,
    until deadline: Timestamp? = nil,
    retainFor: Duration? = nil, waitingUpTo waiting: Duration = .zero, renewingUpTo limit: Duration = .seconds(3600),
    _ work: @escaping @Sendable (IdempotencyClaim) async throws(Failure) -> Value
  ) async throws(IdempotentWorkError<Value, Failure>) -> IdempotentResult<Value> {
    try await perform(
      WantedWork(
        key: key, payload: payload, inProgressFor: inProgressFor, deadline: deadline, retainFor: retainFor,
        waiting: waiting, limit: limit), RecordedFailure<Failure>.none, work)
  }

  /// The same for work some of whose errors are results: a card that was declined is declined for whoever asks again.
  ///
  /// - Parameter replaying: which errors are recorded and thrown again; the others free the key.
  public func perform<Value: Codable & Sendable, Failure: Error & Codable>(
    _ key: IdempotencyKey, payload: IdempotencyPayload, inProgressFor: Duration? = nil,
    until deadline: Timestamp? = nil,
    retainFor: Duration? = nil, waitingUpTo waiting: Duration = .zero, renewingUpTo limit: Duration = .seconds(3600),
    replaying: @escaping @Sendable (Failure) -> Bool,
    _ work: @escaping @Sendable (IdempotencyClaim) async throws(Failure) -> Value
  ) async throws(IdempotentWorkError<Value, Failure>) -> IdempotentResult<Value> {
    try await perform(
      WantedWork(
        key: key, payload: payload, inProgressFor: inProgressFor, deadline: deadline, retainFor: retainFor,
        waiting: waiting, limit: limit), RecordedFailure<Failure>(where: replaying), work)
  }

  private func perform<Value: Codable & Sendable, Failure: Error>(
    _ wanted: WantedWork, _ failures: RecordedFailure<Failure>,
    _ work: @escaping @Sendable (IdempotencyClaim) async throws(Failure) -> Value
  ) async throws(IdempotentWorkError<Value, Failure>) -> IdempotentResult<Value> {
    let attempt: IdempotencyAttempt
    do throws(IdempotencyError) { attempt = try await begin(wanted) } catch { throw .notBegun(error) }
    switch attempt {
    case .inProgress(let holder): throw .notBegun(.inProgress(holder))
    case .completed(let record): return try await replay(record, failures)
    case .started(let claim):
      let outcome = await run(work, holding: claim, wanted)
      let wasStopped = outcome.loss != nil || Task.isCancelled
      // A task of its own, and waited for: the caller's may be cancelled, and its requests are not sent any more.
      return try await Task.ofItsOwn { await self.ending(claim, outcome, wasStopped: wasStopped, failures) }.value.get()
    }
  }

  private func run<Value: Sendable, Failure: Error>(
    _ work: @escaping @Sendable (IdempotencyClaim) async throws(Failure) -> Value, holding claim: IdempotencyClaim,
    _ wanted: WantedWork
  ) async -> KeptWork<HeldClaim, Value, Failure>.Outcome {
    let span = observer.span("work")
    let start = claim.deadline + plan.clockSkew - claim.request.duration
    let end = min(start + wanted.limit, wanted.deadline.map { time.uptime + ($0 - time.now) } ?? start + wanted.limit)
    let renewal = Renewal(
      subject: HeldClaim(store: self, claim: claim), duration: claim.request.duration, clockSkew: plan.clockSkew,
      start: start, end: end, time: time)
    let kept = KeptWork(renewal: renewal, work: work)
    let outcome = await span.around { await kept.run() }
    span.end(outcome.loss == nil ? "ended" : "lost")
    return outcome
  }

  /// Begins; where it is unknown whether that succeeded, finds out, so that no claim is left behind, and goes on waiting
  /// where somebody else is at it.
  private func begin(_ wanted: WantedWork) async throws(IdempotencyError) -> IdempotencyAttempt {
    guard wanted.limit > .zero else {
      throw .invalid("renewingUpTo is \(wanted.limit): there would be no time for the work")
    }
    let claim = try claim(
      wanted.key, wanted.payload, inProgressFor: wanted.inProgressFor, until: wanted.deadline,
      retainFor: wanted.retainFor)
    let end = waitEnd(of: claim, waitingUpTo: wanted.waiting)
    var known: IdempotencyAttempt?
    var attempt: IdempotencyAttempt
    repeat {
      do throws(IdempotencyError) {
        attempt = try await begin(claim, until: end, after: known)
        known = nil
      } catch .outcomeUnknown(let unknown) {
        attempt = try await Task.ofItsOwn { await unknown.beginning }.value.get()
        known = attempt
      }
    } while known?.isInProgress == true && time.uptime < end
    if case .started(let claim) = attempt, Task.isCancelled {
      _ = await Task.ofItsOwn { try? await self.fail(claim) }.value
      throw .unavailable(claim.key, .cancelled)
    }
    return attempt
  }

  private func replay<Value: Codable & Sendable, Failure: Error>(
    _ record: IdempotencyRecord, _ failures: RecordedFailure<Failure>
  ) async throws(IdempotentWorkError<Value, Failure>) -> IdempotentResult<Value> {
    let recorded: Result<Value, Failure>
    do throws(IdempotencyError) {
      recorded =
        record.isError
        ? .failure(try await failures.failure(in: record, self))
        : .success(try await result(of: record, as: Value.self))
    } catch {
      throw .notBegun(error)
    }
    switch recorded {
    case .success(let value): return IdempotentResult(value: value, isReplayed: true, isRestart: false, isKept: true)
    case .failure(let failure): throw .failed(failure, isReplayed: true)
    }
  }

  /// Records how the work ended.
  private func ending<Value: Codable & Sendable, Failure: Error>(
    _ claim: IdempotencyClaim, _ outcome: KeptWork<HeldClaim, Value, Failure>.Outcome, wasStopped: Bool,
    _ failures: RecordedFailure<Failure>
  ) async -> Result<IdempotentResult<Value>, IdempotentWorkError<Value, Failure>> {
    switch outcome.result {
    case .success(let value): await recorded(value, claim)
    case .failure(let error): .failure(await freed(claim, error, outcome.loss, wasStopped: wasStopped, failures))
    }
  }

  private func recorded<Value: Codable & Sendable, Failure: Error>(
    _ value: Value, _ claim: IdempotencyClaim
  ) async -> Result<IdempotentResult<Value>, IdempotentWorkError<Value, Failure>> {
    do throws(IdempotencyError) {
      if claim.term.state.ending == nil || claim.term.state.ending?.isLost == true {
        try await complete(claim, with: value)
      }
    } catch .lost(_, let record) {
      #if MUTANTS
        if CodeMutant.isAtWork(.overtakenIsDone) {
          return .success(
            IdempotentResult(value: value, isReplayed: false, isRestart: claim.isRestart, isKept: true))
        }
      #endif
      return .failure(.overtaken(value, by: record))
    } catch {
      return .failure(.unrecorded(value, error))
    }
    // An ending that is neither a completion nor a loss: the work has freed its key.
    guard case .completed(let isKept) = claim.term.state.ending else {
      return .failure(.unrecorded(value, .invalid("the work gave its claim up and returned a value")))
    }
    return .success(
      IdempotentResult(value: value, isReplayed: false, isRestart: claim.isRestart, isKept: isKept))
  }

  private func freed<Value: Sendable, Failure: Error>(
    _ claim: IdempotencyClaim, _ error: Failure, _ loss: IdempotencyLoss?, wasStopped: Bool,
    _ failures: RecordedFailure<Failure>
  ) async -> IdempotentWorkError<Value, Failure> {
    let result = loss == nil && claim.term.state.ending == nil ? await failures.result(of: error, self) : nil
    do throws(IdempotencyError) {
      switch claim.term.state.ending {
      case .lost(let record): throw .lost(claim.key, record)
      case .completed, .freed: break
      case nil:
        if let result {
          try await complete(completion(of: claim, result))
        } else if case .lost(let record) = try await fail(claim, wasCutOff: wasStopped) {
          throw .lost(claim.key, record)
        }
      }
    } catch .lost(_, let record) {
      return .lost(loss ?? .taken(record), work: error)
    } catch let reason {
      if result != nil { return .failedUnrecorded(error, reason) }
      // The key is free when its time is over.
    }
    return loss.map { .lost($0, work: error) } ?? .failed(error, isReplayed: false)
  }
}

extension ClaimTerm.Ending {
  fileprivate var isLost: Bool {
    if case .lost = self { true } else { false }
  }
}

/// What ``IdempotencyStore/perform(_:payload:inProgressFor:until:retainFor:waitingUpTo:renewingUpTo:_:)`` was asked for.
struct WantedWork: Sendable {
  var key: IdempotencyKey
  var payload: IdempotencyPayload
  var inProgressFor: Duration?
  var deadline: Timestamp?
  var retainFor: Duration?
  var waiting: Duration
  var limit: Duration
}

/// Which of the work's errors are results, and how they are kept.
struct RecordedFailure<Failure: Error>: Sendable {
  private let encode: @Sendable (Failure, IdempotencyStore) async -> RecordedResult?
  private let decode: @Sendable (IdempotencyRecord, IdempotencyStore) async throws(IdempotencyError) -> Failure

  /// None of them.
  static var none: RecordedFailure {
    RecordedFailure(
      encode: { _, _ in nil },
      decode: { record, _ throws(IdempotencyError) in
        throw .unreadable(record.key, until: record.expiresAt, "its result is an error")
      })
  }

  private init(
    encode: @escaping @Sendable (Failure, IdempotencyStore) async -> RecordedResult?,
    decode: @escaping @Sendable (IdempotencyRecord, IdempotencyStore) async throws(IdempotencyError) -> Failure
  ) {
    self.encode = encode
    self.decode = decode
  }

  init(where isRecorded: @escaping @Sendable (Failure) -> Bool) where Failure: Codable {
    encode = { error, store in isRecorded(error) ? await store.place(error, isError: true) : nil }
    decode = { record, store throws(IdempotencyError) in try await store.result(of: record, as: Failure.self) }
  }

  func result(of error: Failure, _ store: IdempotencyStore) async -> RecordedResult? { await encode(error, store) }

  func failure(
    in record: IdempotencyRecord, _ store: IdempotencyStore
  ) async throws(IdempotencyError) -> Failure {
    try await decode(record, store)
  }
}

extension IdempotencyAttempt {
  fileprivate var isInProgress: Bool {
    if case .inProgress = self { true } else { false }
  }
}

extension UnknownRequestOutcome {
  /// What became of a beginning that nobody answered; where it is ours and its renewal was not answered either, of that.
  fileprivate var beginning: Result<IdempotencyAttempt, IdempotencyError> {
    get async {
      do throws(IdempotencyError) {
        switch try await resolve() {
        case .begun(let attempt): return .success(attempt)
        case .renewed(let claim): return .success(.started(claim))
        case .lost(let record): return .failure(.lost(key, record))
        case .completed, .freed: return .failure(.outcomeUnknown(self))
        }
      } catch {
        switch error {
        case .mismatch, .unreadable: return .failure(error)
        case .outcomeUnknown(let next):
          if case .renew = step { return .failure(error) }
          guard case .renew = next.step else { return .failure(error) }
          return await next.beginning
        case .inProgress, .lost, .resultUnavailable, .refused, .throttled, .invalid, .unavailable:
          return .failure(.outcomeUnknown(self))
        }
      }
    }
  }
}
