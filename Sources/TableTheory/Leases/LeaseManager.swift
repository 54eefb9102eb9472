public import DynamoDB

/// Leases on pages: at most one worker holds a key at a time.
///
///     let leases = LeaseManager(table: "pages", on: client)
///     switch try await leases.tryAcquire("home", for: .seconds(10)) {
///     case .acquired(let lease): ...
///     case .held(let holder): print("\(holder.owner ?? "someone") until \(holder.expiresAt)")
///     }
///
/// Each call costs one request and one write unit, a refused one too (``holder(of:)`` one read unit). A request whose
/// answer is lost is repeated
/// as it was, which the conditions make harmless; only after ``Configuration/attempts`` of them the outcome is
/// called unknown.
///
/// Whether a lease has expired is decided by the clocks of those who want it. A clock that is wrong makes work
/// happen twice; it never lets a stale worker publish, because publishing asks for the token.
public struct LeaseManager: Sendable {
  public struct Configuration: Sendable {
    /// How this worker is called in other workers' ``LeaseHolder/owner``: host and process, say.
    public var owner: String?
    /// By how much longer than a lease's expiry this worker waits before it takes it over: at least as much as its
    /// clock may be ahead of the holder's.
    public var clockSkew: Duration
    /// How long the row of an expired or released lease is kept before TTL may delete it.
    public var expiredRowsKept: Duration
    /// How often a request without an answer is sent, the first time included.
    public var attempts: Int

    public init(
      owner: String? = nil, clockSkew: Duration = .zero, expiredRowsKept: Duration = .seconds(3600), attempts: Int = 3
    ) {
      self.owner = owner
      self.clockSkew = clockSkew
      self.expiredRowsKept = expiredRowsKept
      self.attempts = attempts
    }
  }

  /// A lease is at least this long, and at most a year.
  public static let shortestDuration = Duration.milliseconds(1)
  public static let longestDuration = Duration.seconds(365 * 24 * 3600)

  let client: any DynamoDBClient
  let plan: LeasePlan
  let attempts: Int
  let time: any TimeSource
  let tokens: any TokenSource

  public init(
    table: String, on client: any DynamoDBClient, configuration: Configuration = Configuration(),
    time: any TimeSource = .system, tokens: any TokenSource = .random
  ) {
    self.client = client
    self.time = time
    self.tokens = tokens
    attempts = max(1, configuration.attempts)
    plan = LeasePlan(
      table: table, owner: configuration.owner, clockSkew: max(.zero, configuration.clockSkew),
      expiredRowsKept: max(.zero, configuration.expiredRowsKept))
  }

  /// Takes the lease on `key`, or says who has it.
  ///
  /// - Parameter duration: how long, from now, at least; the row's expiry is the next whole second.
  /// - Throws: ``LeaseError``, but never ``LeaseError/held(_:)``.
  public func tryAcquire(_ key: CacheKey, for duration: Duration) async throws(LeaseError) -> LeaseAttempt {
    try Self.check(duration)
    let start = time.uptime
    let token = tokens.next()
    let request = plan.acquire(key, token: token, for: duration, now: time.now)
    do throws(DynamoDBError) {
      let row = LockRow(try await repeating(request, until: start + duration).attributes ?? [:])
      return try .acquired(Lease(key: key, token: token, row: row, deadline: start + duration))
    } catch .conditionFailed(let item) {
      let row = LockRow(item ?? [:])
      guard let holder = row.holder(of: key) else {
        throw .unavailable(
          key, .validation("the LOCK row's lease_expires_at is no number of seconds: mend or delete the row"))
      }
      return .held(holder)
    } catch {
      throw LeaseError(error, on: key)
    }
  }

  /// Takes the lease on `key`.
  ///
  /// - Throws: ``LeaseError/held(_:)`` with the holder where somebody has it.
  public func acquire(_ key: CacheKey, for duration: Duration) async throws(LeaseError) -> Lease {
    switch try await tryAcquire(key, for: duration) {
    case .acquired(let lease): return lease
    case .held(let holder): throw .held(holder)
    }
  }

  /// Moves a lease's expiry to `duration` from now.
  ///
  /// - Parameter strict: refuses a lease that has expired, even where nobody took it.
  /// - Returns: The lease with its new times.
  /// - Throws: ``LeaseError/lost(_:holder:)`` where it is somebody else's or nobody's by now.
  public func renew(_ lease: Lease, for duration: Duration, strict: Bool = false) async throws(LeaseError) -> Lease {
    try Self.check(duration)
    let start = time.uptime
    let request = plan.renew(lease, for: duration, now: time.now, strict: strict)
    do throws(DynamoDBError) {
      let row = LockRow(try await repeating(request, until: start + duration).attributes ?? [:])
      // The fence stays that of the acquisition: if a late copy of an old request has raised the row's, publishing
      // over somebody's newer work must still be refused.
      return try Lease(
        key: lease.key, token: lease.token, row: row, fence: lease.fence, deadline: start + duration)
    } catch .conditionFailed(let item) {
      let row = LockRow(item ?? [:])
      throw .lost(lease.key, holder: row.token == lease.token ? nil : row.holder(of: lease.key))
    } catch {
      throw LeaseError(error, on: lease.key)
    }
  }

  /// Gives a lease back, so that nobody has to wait for its expiry.
  ///
  /// A lease that is somebody else's by now is left alone, and ``LeaseRelease/lost`` says so.
  @discardableResult
  public func release(_ lease: Lease) async throws(LeaseError) -> LeaseRelease {
    do throws(DynamoDBError) {
      _ = try await repeating(plan.release(lease, now: time.now), until: time.uptime + Self.releaseTime)
      return .released
    } catch .conditionFailed(let item) {
      // Only a release with our token leaves a tombstone with our fence: an earlier attempt got through.
      let row = LockRow(item ?? [:])
      return row.token == nil && row.fence == lease.fence ? .released : .lost
    } catch {
      throw LeaseError(error, on: lease.key)
    }
  }

  /// Who holds `key` at this moment, if anybody does. Costs one read unit.
  public func holder(of key: CacheKey) async throws(LeaseError) -> LeaseHolder? {
    do throws(DynamoDBError) {
      let item = try await client.getItem(RowKey.item(key, RowKey.lock), from: plan.table, consistentRead: true)
      return item.flatMap { LockRow($0).holder(of: key) }.flatMap { $0.expiresAt > time.now ? $0 : nil }
    } catch {
      throw LeaseError(error, on: key)
    }
  }

  /// Sends a request that is safe to repeat, again where no answer came.
  ///
  /// - Parameter end: when its values are out of date, by ``TimeSource/uptime``: it is not repeated after that.
  /// - Throws: once an attempt went unanswered, ``DynamoDBError/outcomeUnknown(_:)`` for everything but a refused
  ///   condition: a later attempt that is throttled says nothing about the first.
  private func repeating(_ request: UpdateItem, until end: Duration) async throws(DynamoDBError) -> WriteOutput {
    var unknown: DynamoDBError?
    for _ in 0..<attempts where unknown == nil || time.uptime < end {
      do throws(DynamoDBError) {
        return try await client.send(request)
      } catch .outcomeUnknown(let message) {
        unknown = .outcomeUnknown(message)
      } catch .conditionFailed(let item) {
        throw .conditionFailed(item: item)
      } catch {
        throw unknown ?? error
      }
    }
    throw unknown ?? .outcomeUnknown("no attempt was made")
  }

  private static var releaseTime: Duration { .seconds(30) }

  private static func check(_ duration: Duration) throws(LeaseError) {
    guard duration >= shortestDuration, duration <= longestDuration else {
      throw .invalid("a lease of \(duration) is not possible: it lasts from \(shortestDuration) to \(longestDuration)")
    }
  }
}

extension Lease {
  /// The lease that an answer describes.
  ///
  /// - Throws: ``DynamoDBError/validation(_:)`` where the answer has no fence or expiry, which only a table that
  ///   ignores `ReturnValues` would give.
  fileprivate init(
    key: CacheKey, token: String, row: LockRow, fence: Int64? = nil, deadline: Duration
  ) throws(DynamoDBError) {
    guard let fence = fence ?? row.fence, let expiresAt = row.expiresAt else {
      throw .validation("the answer does not hold the LOCK row: the endpoint does not honour ReturnValues")
    }
    self.init(
      key: key, token: token, fence: fence, expiresAt: Timestamp(seconds: expiresAt), deadline: deadline,
      publishedAt: row.publishedAt.map(Timestamp.init(seconds:)))
  }
}
