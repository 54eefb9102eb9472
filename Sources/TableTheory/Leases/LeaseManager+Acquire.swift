import DynamoDB

extension LeaseManager {
  /// Takes the lease on `key`, or says who has it.
  ///
  /// - Parameters:
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

  /// Takes the lease on `key`.
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

  func claim(_ key: CacheKey, for duration: Duration, reclaiming: Bool) throws(LeaseError) -> LeaseClaim {
    try check(duration)
    guard !reclaiming || plan.owner != nil else {
      throw .invalid("reclaiming needs an owner in the configuration: it is by its name that a lease is known")
    }
    return LeaseClaim(key: key, token: tokens.next(), duration: duration, reclaiming: reclaiming)
  }

  /// Makes an attempt; it may be made again with the same claim, after which the lease lasts from the later one.
  func take(_ claim: LeaseClaim) async throws(LeaseError) -> LeaseAttempt {
    let span = observer.span("acquire")
    do throws(LeaseError) {
      let attempt = try await attempt(claim)
      switch attempt {
      case .acquired(let lease):
        if claim.reclaiming { reclaimed.insert(lease) }
        observer.acquired()
        span.end("acquired", fence: lease.fence)
      case .held:
        observer.refused()
        span.end("held")
      }
      return attempt
    } catch {
      span.end(failed: error)
      throw error
    }
  }

  private func attempt(_ claim: LeaseClaim) async throws(LeaseError) -> LeaseAttempt {
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
      return .acquired(try lease(claim, row: row, start: start))
    } catch .conditionFailed(let item) {
      let row = LockRow(item ?? [:])
      // An earlier attempt got through, and the row's expiry is a later one.
      if row.token == claim.token { return .acquired(try orUnavailable(claim, row: row, start: start)) }
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
      acquiredAt: start, time: time)
  }
}
