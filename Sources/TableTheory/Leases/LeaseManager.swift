public import CoreMetrics
public import DynamoDB
public import Tracing

/// Leases on pages: at most one worker holds a key at a time.
///
///     let leases = LeaseManager(table: "pages", on: client)
///     try await leases.withLease(on: "home", for: .seconds(10)) { lease in
///         ... // the only one to do it, as long as it takes
///     }
///
///     switch try await leases.tryAcquire("home", for: .seconds(10)) {
///     case .acquired(let lease): ...
///     case .held(let holder): print("\(holder.owner ?? "someone") until \(holder.expiresAt)")
///     }
///
/// Each step costs one request and one write unit, a refused one too (``holder(of:)`` one read unit). A request whose
/// answer is lost is repeated as it was, which the conditions make harmless; only after ``Configuration/attempts`` of
/// them the outcome is called unknown, and can be resolved.
///
/// Whether a lease has expired is decided by the clocks of those who want it. A clock that is wrong makes work
/// happen twice; it never lets a stale worker publish, because publishing asks for the token.
///
/// Copies of a manager share what it knows of waiting tasks; make one for each table and process.
public struct LeaseManager: Sendable {
  /// What is the same for all leases of a worker.
  public struct Configuration: Sendable {
    /// How this worker is called in other workers' ``LeaseHolder/owner``: host and process, say.
    public var owner: String?
    /// By how much clocks may differ: this worker waits that much longer than a lease's expiry before it takes it over,
    /// and stops that much earlier itself (``Lease/deadline``). A lease has to be longer.
    public var clockSkew: Duration
    /// How long the row of an expired or released lease is kept before TTL may delete it.
    public var expiredRowsKept: Duration
    /// How often a request without an answer is sent, the first time included.
    public var attempts: Int
    /// How a waiting worker asks again. Its jitter is also that of a ``CacheTable`` whose reading of tags is throttled.
    public var polling: Polling
    /// Makes the metrics; the ones that the process has bootstrapped are `MetricsSystem.factory`.
    ///
    /// Counters `tabletheory.lease.acquired`, `.held`, `.renewed` and `.lost`, timers `tabletheory.lease.wait` and
    /// `tabletheory.lease.hold`, each with the table's name and nothing else: keys would be too many, and tokens are
    /// secret.
    public var metrics: (any MetricsFactory)?
    /// Makes the spans, `TableTheory.acquire` and the like, as children of the task's own.
    public var tracer: (any Tracer)?

    /// Without a name, a margin for clocks, metrics and spans, unless told otherwise.
    ///
    /// - Parameters:
    ///   - owner: how this worker is called.
    ///   - clockSkew: by how much clocks may differ.
    ///   - expiredRowsKept: how long the row of a lease that is over is kept, in whole seconds or rounded up.
    ///   - attempts: how often a request without an answer is sent, 1 or more.
    ///   - polling: how a waiting worker asks again.
    ///   - metrics: makes the metrics.
    ///   - tracer: makes the spans.
    public init(
      owner: String? = nil, clockSkew: Duration = .zero, expiredRowsKept: Duration = .seconds(3600), attempts: Int = 3,
      polling: Polling = Polling(), metrics: (any MetricsFactory)? = nil, tracer: (any Tracer)? = nil
    ) {
      self.owner = owner
      self.clockSkew = clockSkew
      self.expiredRowsKept = expiredRowsKept
      self.attempts = attempts
      self.polling = polling
      self.metrics = metrics
      self.tracer = tracer
    }
  }

  /// A lease is at least this long, and at most a year.
  public static let shortestDuration = Duration.milliseconds(1)
  /// A year: a row that says more is malformed.
  public static let longestDuration = Duration.seconds(365 * 24 * 3600)

  let client: any DynamoDBClient
  let plan: LeasePlan
  let attempts: Int
  let polling: Polling
  let time: any TimeSource
  let tokens: any TokenSource
  let observer: LeaseObserver
  let waiting = WaitingLines()
  let reclaimed = ReclaimedLeases()

  /// Leases in a table as this worker sees them; nothing is asked or made.
  public init(
    table: String, on client: any DynamoDBClient, layout: CacheLayout = .interoperable,
    configuration: Configuration = Configuration(), time: any TimeSource = .system, tokens: any TokenSource = .random
  ) {
    self.client = client
    self.time = time
    self.tokens = tokens
    attempts = max(1, configuration.attempts)
    polling = configuration.polling
    plan = LeasePlan(
      table: table, layout: layout, owner: configuration.owner, clockSkew: max(.zero, configuration.clockSkew),
      expiredRowsKept: max(.zero, configuration.expiredRowsKept))
    observer = LeaseObserver(table: table, metrics: configuration.metrics, tracer: configuration.tracer)
  }

  /// A lease whose token came from elsewhere, from the process that acquired it say. Its times are unknown, and it has
  /// none left, until it is renewed.
  public func lease(on key: CacheKey, token: String, fence: Int64) -> Lease {
    Lease(
      key: key, token: token, fence: fence, expiresAt: Timestamp(seconds: 0), deadline: time.uptime, publishedAt: nil,
      acquiredAt: time.uptime, time: time)
  }

  /// Who holds `key` at this moment, if anybody does. Costs one read unit.
  ///
  /// - Throws: ``LeaseError/throttled(_:)`` or ``LeaseError/unavailable(_:_:)`` where the table cannot be asked.
  public func holder(of key: CacheKey) async throws(LeaseError) -> LeaseHolder? {
    let item = try await row(of: key)
    let now = time.now
    return item.flatMap { LockRow($0).holder(of: key, at: now) }.flatMap { $0.expiresAt > now ? $0 : nil }
  }

  /// The key's LOCK row as it is, if there is one. Costs one read unit.
  package func row(of key: CacheKey) async throws(LeaseError) -> Item? {
    do throws(DynamoDBError) {
      return try await client.getItem(plan.key(key), from: plan.table, consistentRead: true)
    } catch {
      throw LeaseError(error, on: key)
    }
  }

  /// The lease is not held any more: it was given back, published under or lost.
  ///
  /// - Parameter isFree: whether the next in this process may have it at once.
  func ended(_ lease: Lease, isFree: Bool) {
    if let held = lease.term.end(isLost: !isFree) {
      observer.held(for: held)
      if !isFree { observer.lost() }
    }
    reclaimed.remove(lease)
    if isFree { waiting.freed(lease.key) }
  }

  func check(_ duration: Duration) throws(LeaseError) {
    guard duration >= Self.shortestDuration, duration <= Self.longestDuration else {
      throw .invalid(
        "a lease of \(duration) is not possible: it lasts from \(Self.shortestDuration) to \(Self.longestDuration)")
    }
    guard duration > plan.clockSkew else {
      throw .invalid(
        "a lease of \(duration) leaves its holder no time: it has to be longer than clockSkew, \(plan.clockSkew)")
    }
  }

  /// When the holder of a lease has to stop that others may take over after `end`.
  func deadline(ofTermUntil end: Duration) -> Duration {
    #if MUTANTS
      if CodeMutant.isAtWork(.marginIsUsed) { return end }
    #endif
    return end - plan.clockSkew
  }

  func repeating(_ request: UpdateItem, until end: Duration) async throws(DynamoDBError) -> WriteOutput {
    try await client.repeating(request, attempts: attempts, until: end, by: time)
  }
}
