import DynamoDB

extension LeaseManager {
  /// Does work as the only one: acquires the lease, renews it while the work runs, gives it back.
  ///
  ///     let title = try await leases.withLease(on: "home", for: .seconds(10)) { lease in
  ///         try await render(lease.fence)
  ///     }
  ///
  /// The lease is renewed whenever a third of the holder's time has passed, which is `duration` less
  /// ``Configuration/clockSkew``. An error on the way is tried again as long as the lease lasts. Only where it is truly
  /// lost, to another holder or because it could not be renewed in time, is the work cancelled; what it returns all the
  /// same is returned. A process that was frozen beyond its lease asks first, and goes on if nobody took it.
  ///
  /// The lease is renewed until the work has ended, and given back then, also where the caller was cancelled, as the
  /// work is with it. Giving back fails without a trace in the result: `whenOver` tells. Costs two write units, and one for
  /// each renewal.
  ///
  /// - Parameters:
  ///   - key: what the lease is on.
  ///   - duration: how long others have to wait at most where this process dies.
  ///   - waiting: how long to wait where somebody has the lease; without it there is one attempt.
  ///   - limit: how long the lease is held at most, from its acquisition. Then the work is cancelled: work that hangs
  ///     must not keep a lease for ever.
  ///   - reclaiming: see ``tryAcquire(_:for:reclaiming:)``.
  ///   - whenOver: is told how the lease ended, before this returns.
  ///   - work: runs at most once. What it does with `lease` is its own affair: it may publish under it, or release it.
  /// - Throws: ``LeasedWorkError``.
  @discardableResult
  public func withLease<Value: Sendable, Failure: Error>(
    on key: CacheKey, for duration: Duration, waitingUpTo waiting: Duration = .zero,
    renewingUpTo limit: Duration = .seconds(3600), reclaiming: Bool = false,
    whenOver: @Sendable (LeaseEnding) -> Void = { _ in },
    _ work: @escaping @Sendable (Lease) async throws(Failure) -> Value
  ) async throws(LeasedWorkError<Failure>) -> Value {
    let lease: Lease
    do throws(LeaseError) {
      guard limit > .zero else { throw .invalid("renewingUpTo is \(limit): there would be no time for the work") }
      lease = try await settled(key, for: duration, waitingUpTo: waiting, reclaiming: reclaiming)
    } catch {
      throw .notAcquired(error)
    }
    let span = observer.span("hold")
    let renewal = Renewal(
      subject: HeldLease(leases: self, lease: lease), duration: duration, clockSkew: plan.clockSkew,
      start: lease.term.acquiredAt, end: lease.term.acquiredAt + limit, time: time)
    let kept = KeptWork(renewal: renewal, work: work)
    let outcome = await span.around { await kept.run() }
    #if MUTANTS
      if CodeMutant.isAtWork(.failedWorkKeepsLease), case .failure(let error) = outcome.result {
        whenOver(.released)
        throw .failed(error)
      }
    #endif
    let ending = await Task.ofItsOwn { await self.end(lease, after: outcome.loss) }.value
    span.end(ending.word, fence: lease.fence)
    whenOver(ending)
    switch (outcome.result, outcome.loss) {
    case (.success(let value), _): return value
    case (.failure(let error), nil): throw .failed(error)
    case (.failure(let error), let loss?): throw .lost(loss, work: error)
    }
  }

  /// Acquires; where it is unknown whether that succeeded, finds out, so that no lease is left behind.
  package func settled(
    _ key: CacheKey, for duration: Duration, waitingUpTo limit: Duration, reclaiming: Bool
  ) async throws(LeaseError) -> Lease {
    do throws(LeaseError) {
      return try await acquire(key, for: duration, waitingUpTo: limit, reclaiming: reclaiming)
    } catch .outcomeUnknown(let unknown) {
      switch try await settle(unknown) {
      case .acquired(let lease): return lease
      case .held(let holder): throw .held(holder)
      }
    }
  }

  /// Finds out what became of an acquisition without an answer, so that no lease is left behind: a cancelled task's is
  /// given back.
  func settle(_ unknown: UnknownLeaseOutcome) async throws(LeaseError) -> LeaseAttempt {
    switch await Task.ofItsOwn({ await unknown.result }).value {
    case .success(.ours(let lease)):
      guard Task.isCancelled else { return .acquired(lease) }
      _ = await Task.ofItsOwn { await self.end(lease, after: nil) }.value
      throw .unavailable(unknown.key, .cancelled)
    case .success(.held(let holder)): return .held(holder)
    case .success, .failure: throw .outcomeUnknown(unknown)
    }
  }

  private func end(_ lease: Lease, after loss: LeaseLoss?) async -> LeaseEnding {
    if case .taken = loss { return .lost }
    if lease.term.isOver { return lease.term.isLost ? .lost : .released }
    do throws(LeaseError) {
      return try await release(lease) == .released ? .released : .lost
    } catch {
      return .unknown(error)
    }
  }
}

extension LeaseEnding {
  fileprivate var word: String {
    switch self {
    case .released: "released"
    case .lost: "lost"
    case .unknown: "unknown"
    }
  }
}

extension UnknownLeaseOutcome {
  fileprivate var result: Result<Resolution, LeaseError> {
    get async {
      do throws(LeaseError) { return .success(try await resolve()) } catch { return .failure(error) }
    }
  }
}
