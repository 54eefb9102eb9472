import DynamoDB

// What the holder of a lease does with it.

extension LeaseManager {
  /// Moves a lease's expiry to `duration` from now, unless it is later already: renewing never shortens a lease. One write
  /// unit.
  ///
  /// - Parameters:
  ///   - lease: the lease.
  ///   - duration: how long it lasts from now.
  ///   - strict: refuses a lease that has expired, even where nobody took it.
  /// - Returns: The lease, whose copies all have the new times.
  /// - Throws: ``LeaseError/lost(_:holder:)`` where it is somebody else's or nobody's by now; ``LeaseError/invalid(_:)``
  ///   for a duration that no lease has; the table's errors as ``LeaseError`` has them.
  @discardableResult
  public func renew(_ lease: Lease, for duration: Duration, strict: Bool = false) async throws(LeaseError) -> Lease {
    switch try await renewal(of: lease, for: duration, strict: strict) {
    case .renewed: return lease
    case .over: throw .lost(lease.key, holder: nil)
    case .lost(let holder): throw .lost(lease.key, holder: holder)
    }
  }

  /// What became of a renewal.
  enum RenewalOutcome: Hashable {
    case renewed
    /// It was given back or published under, by us.
    case over
    case lost(holder: LeaseHolder?)
  }

  func renewal(
    of lease: Lease, for duration: Duration, strict: Bool = false
  ) async throws(LeaseError) -> RenewalOutcome {
    try check(duration)
    let span = observer.span("renew")
    let start = time.uptime
    let now = time.now
    do throws(DynamoDBError) {
      let request = plan.renew(lease, for: duration, now: now, strict: strict)
      let row = LockRow(try await repeating(request, until: start + duration).attributes ?? [:])
      renewed(lease, row, until: start + duration)
      span.end("renewed", fence: lease.fence)
      return .renewed
    } catch .conditionFailed(let item) {
      let row = LockRow(item ?? [:])
      let outcome = refusedRenewal(of: lease, row, now: now, strict: strict)
      switch outcome {
      case .renewed: renewed(lease, row, until: start + duration)
      case .over: ended(lease, isFree: true)
      // A strict renewal minds an expiry that does not end the lease.
      case .lost: if row.token != lease.token { ended(lease, isFree: false) }
      }
      span.end(outcome == .renewed ? "renewed" : outcome == .over ? "over" : "lost", fence: lease.fence)
      return outcome
    } catch {
      let unknown = UnknownLeaseOutcome(
        key: lease.key, step: .renew(lease, duration, strict: strict), leases: self)
      let failure = LeaseError(error, on: lease.key, unknown: unknown)
      span.end(failed: failure)
      throw failure
    }
  }

  private func refusedRenewal(of lease: Lease, _ row: LockRow, now: Timestamp, strict: Bool) -> RenewalOutcome {
    if row.isTombstone(of: lease) { return .over }
    guard row.token == lease.token else { return .lost(holder: row.holder(of: lease.key, at: now)) }
    // The row lasts longer already, by another renewal of ours; or it has expired, and `strict` minds.
    guard let expiresAt = row.expiresAt, expiresAt <= LeasePlan.latestExpiry(at: now),
      !strict || expiresAt > now.secondsRoundedDown
    else { return .lost(holder: nil) }
    return .renewed
  }

  /// The fence stays that of the acquisition: if a late copy of an old request has raised the row's, publishing over
  /// somebody's newer work must still be refused.
  private func renewed(_ lease: Lease, _ row: LockRow, until end: Duration) {
    lease.term.extend(
      to: deadline(ofTermUntil: end), expiresAt: row.expiresAt.map(Timestamp.init(seconds:)) ?? lease.expiresAt)
    observer.renewed()
  }

  /// Gives a lease back, so that nobody has to wait for its expiry. One write unit.
  ///
  /// A lease that is somebody else's by now is left alone, and ``LeaseRelease/lost`` says so.
  ///
  /// - Throws: ``LeaseError/outcomeUnknown(_:)`` where no answer came, ``LeaseError/throttled(_:)``,
  ///   ``LeaseError/unavailable(_:_:)``. The lease then ends with its time at the latest.
  @discardableResult
  public func release(_ lease: Lease) async throws(LeaseError) -> LeaseRelease {
    let span = observer.span("release")
    do throws(DynamoDBError) {
      _ = try await repeating(plan.release(lease, now: time.now), until: time.uptime + Self.releaseTime)
      ended(lease, isFree: true)
      span.end("released", fence: lease.fence)
      return .released
    } catch .conditionFailed(let item) {
      // Only a release with our token leaves a tombstone with our fence: an earlier attempt got through.
      let isReleased = LockRow(item ?? [:]).isTombstone(of: lease)
      ended(lease, isFree: isReleased)
      span.end(isReleased ? "released" : "lost", fence: lease.fence)
      return isReleased ? .released : .lost
    } catch {
      let failure = LeaseError(
        error, on: lease.key, unknown: UnknownLeaseOutcome(key: lease.key, step: .release(lease), leases: self))
      span.end(failed: failure)
      throw failure
    }
  }

  /// Makes the lease's fence later than `fence`, which is that of the page's entry.
  ///
  /// Another SDK's write of the row erases its fence; the next acquisition begins one anew by its clock, and if that of
  /// an earlier worker was ahead, the entry's fence is later and publishing is refused as stale. The holder who has read
  /// the entry after it acquired the lease, and before it began its work, may do this: what it makes is newer. Costs a
  /// request, none where the lease's fence is later already. ``Regenerator`` does it by itself.
  ///
  /// - Throws: ``LeaseError/lost(_:holder:)`` where the lease is not ours any more.
  public func raiseFence(of lease: Lease, above fence: Int64) async throws(LeaseError) {
    guard lease.fence <= fence else { return }
    guard fence < .max else { throw .invalid("there is no fence above \(fence)") }
    do throws(DynamoDBError) {
      let request = plan.raiseFence(of: lease, to: fence + 1)
      _ = try await repeating(request, until: lease.deadline)
      lease.term.raiseFence(to: fence + 1)
    } catch .conditionFailed(let item) {
      let row = LockRow(item ?? [:])
      guard row.token == lease.token, let raised = row.fence, raised > fence else {
        throw .lost(lease.key, holder: row.token == lease.token ? nil : row.holder(of: lease.key, at: time.now))
      }
      lease.term.raiseFence(to: fence + 1)
    } catch {
      throw LeaseError(
        error, on: lease.key, unknown: .init(key: lease.key, step: .raiseFence(lease, above: fence), leases: self))
    }
  }

  private static var releaseTime: Duration { .seconds(30) }
}
