import DynamoDB

extension LeaseManager {
  /// Takes the lease on `key`, or says who has it.
  ///
  /// One request and one write unit, also where it is refused. A row whose fence is none costs a second one, and so may one of
  /// the compact layout that TTL is about to delete.
  ///
  /// - Parameters:
  ///   - key: what the lease is on.
  ///   - duration: how long, from now, at least; the row's expiry is the next whole second.
  ///   - reclaiming: takes the lease at once also from a holder of our own ``Configuration/owner``, who is dead: this is
  ///     that worker, started again. Only where no two processes can have the name at a time, or they take each other's
  ///     leases. What this manager itself reclaimed and still holds is spared.
  /// - Throws: ``LeaseError``, but never ``LeaseError/held(_:)``.
  public func tryAcquire(
    _ key: CacheKey, for duration: Duration, reclaiming: Bool = false
  ) async throws(LeaseError) -> LeaseAttempt {
    try await take(claim(key, for: duration, reclaiming: reclaiming))
  }

  /// Takes the lease on `key`, for `duration` from now at least; otherwise as ``tryAcquire(_:for:reclaiming:)``, which tells
  /// what it costs.
  ///
  /// - Throws: ``LeaseError/held(_:)`` with the holder where somebody has it.
  public func acquire(
    _ key: CacheKey, for duration: Duration, reclaiming: Bool = false
  ) async throws(LeaseError) -> Lease {
    switch try await tryAcquire(key, for: duration, reclaiming: reclaiming) {
    case .acquired(let lease): return lease
    case .held(let holder): throw .held(holder)
    }
  }

  func claim(
    _ key: CacheKey, for duration: Duration, reclaiming: Bool, seen: SeenEntry? = nil
  ) throws(LeaseError) -> LeaseClaim {
    try check(duration)
    guard !reclaiming || plan.owner != nil else {
      throw .invalid("reclaiming needs an owner in the configuration: it is by its name that a lease is known")
    }
    return LeaseClaim(key: key, token: tokens.next(), duration: duration, reclaiming: reclaiming, seen: seen)
  }

  /// What became of a claim.
  enum ClaimOutcome: Hashable {
    case acquired(Lease)
    case held(LeaseHolder)
    /// Nobody holds it, and its entry is not the one that was seen: the row as it is.
    case overtaken(Item)
  }

  /// Makes an attempt; it may be made again with the same claim, after which the lease lasts from the later one.
  func take(_ claim: LeaseClaim) async throws(LeaseError) -> LeaseAttempt {
    switch try await outcome(of: claim) {
    case .acquired(let lease): return .acquired(lease)
    case .held(let holder): return .held(holder)
    case .overtaken: throw .unavailable(claim.key, .validation("the row's entry is not the one that was seen"))
    }
  }

  func outcome(of claim: LeaseClaim) async throws(LeaseError) -> ClaimOutcome {
    let span = observer.span("acquire")
    do throws(LeaseError) {
      let outcome = try await attempt(claim)
      switch outcome {
      case .acquired(let lease):
        if claim.reclaiming { reclaimed.insert(lease) }
        observer.acquired()
        span.end("acquired", fence: lease.fence)
      case .held:
        observer.refused()
        span.end("held")
      case .overtaken:
        observer.refused()
        span.end("overtaken")
      }
      return outcome
    } catch {
      span.end(failed: error)
      throw error
    }
  }

  private func attempt(_ claim: LeaseClaim) async throws(LeaseError) -> ClaimOutcome {
    let start = time.uptime
    let now = time.now
    let end = start + claim.duration
    let other = claim.reclaiming ? reclaimed.token(on: claim.key) : nil
    do throws(DynamoDBError) {
      let row: LockRow
      do throws(DynamoDBError) {
        let request = plan.acquire(claim, now: now, sparing: other)
        row = LockRow(try await repeating(request, until: end).attributes ?? [:])
      } catch .validation(let message) {
        return .acquired(try await replacingFence(claim, now: now, sparing: other, start: start, message))
      }
      guard row.fence != nil else {
        return .acquired(
          try await replacingFence(
            claim, now: now, sparing: other, start: start, "the answer does not hold the LOCK row's fence"))
      }
      let lease = try lease(claim, row: row, start: start)
      await keepRow(of: lease, claim, row)
      return .acquired(lease)
    } catch .conditionFailed(let item) {
      let row = LockRow(item ?? [:])
      // An earlier attempt got through, and the row's expiry is a later one.
      if row.token == claim.token { return .acquired(try orUnavailable(claim, row: row, start: start)) }
      // Without a row, the entry that was seen has been deleted meanwhile.
      if let seen = claim.seen, seen.version != item?[Attribute.version]?.integer,
        row.isFree(at: now - plan.clockSkew)
      {
        return .overtaken(item ?? [:])
      }
      guard let holder = row.holder(of: claim.key, at: now) else {
        throw .unavailable(
          claim.key,
          .validation(
            "a refusal does not hold the row: the endpoint does not honour ReturnValuesOnConditionCheckFailure")
        )
      }
      return .held(holder)
    } catch {
      throw LeaseError(error, on: claim.key, unknown: .init(key: claim.key, step: .acquire(claim), leases: self))
    }
  }

  /// Who acquired without having seen the row has not moved its `ttl`, which may be over: TTL would delete the row under
  /// the lease. Where that fails, it is no worse than before.
  private func keepRow(of lease: Lease, _ claim: LeaseClaim, _ row: LockRow) async {
    guard plan.layout == .compact, claim.seen == nil, let timeToLive = row.timeToLive, let expiresAt = row.expiresAt
    else { return }
    let kept = plan.keptUntil(after: expiresAt)
    guard timeToLive < kept else { return }
    _ = try? await client.send(plan.keep(lease, until: kept))
  }

  /// Acquires a row whose fence is nothing that can be raised, which DynamoDB refuses as a whole.
  ///
  /// - Throws: ``DynamoDBError/validation(_:)`` with the first request's `message` where that was not the reason.
  private func replacingFence(
    _ claim: LeaseClaim, now: Timestamp, sparing other: String?, start: Duration, _ message: String
  ) async throws(DynamoDBError) -> Lease {
    let request = plan.acquire(claim, now: now, sparing: other, fence: .replace)
    do throws(DynamoDBError) {
      let output = try await repeating(request, until: start + claim.duration)
      return try lease(claim, row: LockRow(output.attributes ?? [:]), start: start)
    } catch .conditionFailed(let item) {
      guard let item, LockRow(item).token != claim.token, LockRow(item).holder(of: claim.key, at: now) != nil,
        LockRow(item).expiresAt.map({ $0 > (now - plan.clockSkew).secondsRoundedDown }) == true
      else { throw .validation(message) }
      throw .conditionFailed(item: item)
    }
  }

  private func orUnavailable(_ claim: LeaseClaim, row: LockRow, start: Duration) throws(LeaseError) -> Lease {
    do throws(DynamoDBError) { return try lease(claim, row: row, start: start) } catch {
      throw .unavailable(claim.key, error)
    }
  }

  /// The lease that an answer describes.
  ///
  /// - Throws: ``DynamoDBError/validation(_:)`` where the answer has no fence or expiry, which only a table that
  ///   ignores `ReturnValues` would give.
  private func lease(_ claim: LeaseClaim, row: LockRow, start: Duration) throws(DynamoDBError) -> Lease {
    guard let fence = row.fence, let expiresAt = row.expiresAt else {
      throw .validation("the answer does not hold the LOCK row: the endpoint does not honour ReturnValues")
    }
    return Lease(
      key: claim.key, token: claim.token, fence: fence, expiresAt: Timestamp(seconds: expiresAt),
      deadline: deadline(ofTermUntil: start + claim.duration),
      publishedAt: row.publishedAt.map(Timestamp.init(seconds:)),
      acquiredAt: start, keptUntil: claim.keptUntil ?? row.timeToLive, time: time)
  }
}
