public import CoreMetrics
public import DynamoDB
public import Tracing

/// Requests whose work is done once, however often they arrive.
///
///     let requests = IdempotencyStore(table: "pages", on: client)
///     let payment = try await requests.perform(
///       .request(header, of: "POST /payments", by: account), payload: IdempotencyPayload(json: body)
///     ) { claim in
///       try await charge(body)
///     }
///     respond(payment.value, replayed: payment.isReplayed)
///
/// A first call costs two write units where its result is small (up to about half a KB), a replay one, and none for as
/// long as this process remembers the result. What a refused request costs is counted by the row's size, so that where
/// most calls are replays or results are large, ``Configuration/look`` says to read first.
///
/// The effect of the work happens once where it is in the completing transaction (``IdempotencyCompletion``). Any
/// other effect can happen again where a worker dies or is overtaken between it and its completion, and never without
/// saying so: ``IdempotencyClaim/isRestart`` before, ``IdempotentWorkError/overtaken(_:by:)`` after.
///
/// Copies of a store share what it remembers; make one for each table and process.
public struct IdempotencyStore: Sendable {
  /// What the first request for a key is.
  public enum Look: Hashable, Sendable {
    /// The write that begins the work. A first call: two write units and two requests. A replay: a write unit for each
    /// KB of the record.
    case write
    /// A read, eventually consistent. A first call: half a read unit and a request more. A replay: half a read unit for
    /// each 4 KB of the record.
    case read
  }

  public struct Configuration: Sendable {
    /// How long others have to wait where a worker dies, unless the call says otherwise. It says nothing about how long
    /// the work may take, since the time is renewed.
    public var inProgressFor: Duration
    /// How long a result is kept, unless the call says otherwise: longer than anybody goes on trying.
    public var retainFor: Duration
    /// By how much clocks may differ: this worker waits that much longer before it takes over, and stops that much
    /// earlier itself. The in-progress time has to be longer.
    public var clockSkew: Duration
    /// How often a request without an answer is sent, the first time included.
    public var attempts: Int
    public var look: Look
    /// How a waiting caller looks again.
    public var polling: Polling
    /// Results of more bytes of JSON go to the ``BodyStore`` for results, if there is one. Without one, or where it fails,
    /// the row takes them up to ``IdempotencyStore/largestResultInRow``.
    public var largestInlineResult: Int
    /// How many completed results this process remembers; fewer than two turn it off.
    public var rememberedResults: Int
    /// For how long: what somebody forgets in the table is replayed here until then.
    public var rememberedFor: Duration
    /// Makes the metrics: counters `tabletheory.idempotency.started`, `.replayed`, `.in_progress`, `.mismatched`,
    /// `.completed`, `.freed` and `.lost`, each with the table's name.
    public var metrics: (any MetricsFactory)?
    /// Makes the spans, `TableTheory.begin` and the like, as children of the task's own.
    public var tracer: (any Tracer)?

    public init(
      inProgressFor: Duration = .seconds(30), retainFor: Duration = .seconds(24 * 3600), clockSkew: Duration = .zero,
      attempts: Int = 3, look: Look = .write, polling: Polling = Polling(), largestInlineResult: Int = 4096,
      rememberedResults: Int = 1000, rememberedFor: Duration = .seconds(60),
      metrics: (any MetricsFactory)? = nil, tracer: (any Tracer)? = nil
    ) {
      self.inProgressFor = inProgressFor
      self.retainFor = retainFor
      self.clockSkew = clockSkew
      self.attempts = attempts
      self.look = look
      self.polling = polling
      self.largestInlineResult = largestInlineResult
      self.rememberedResults = rememberedResults
      self.rememberedFor = rememberedFor
      self.metrics = metrics
      self.tracer = tracer
    }
  }

  /// A record is kept for at most ten years.
  public static let longestRetention = Duration.seconds(3650 * 24 * 3600)
  /// How many bytes of JSON a row takes at most; DynamoDB's own limit is 400 KB for the whole of it.
  public static let largestResultInRow = 350_000

  let client: any DynamoDBClient
  let plan: RequestPlan
  let configuration: Configuration
  let results: (any BodyStore)?
  let time: any TimeSource
  let tokens: any TokenSource
  let observer: IdempotencyObserver
  let remembered: CompletedResults

  /// - Parameter results: where results go that are too large for a row. One that holds nothing else, or pages of the same
  ///   table: ``BodySweep`` keeps what this table's rows name, and nothing that another table's do.
  public init(
    table: String, on client: any DynamoDBClient, results: (any BodyStore)? = nil,
    configuration: Configuration = Configuration(), time: any TimeSource = .system,
    tokens: any TokenSource = .random
  ) {
    self.client = client
    self.results = results
    self.configuration = configuration
    self.time = time
    self.tokens = tokens
    plan = RequestPlan(table: table, clockSkew: max(.zero, configuration.clockSkew))
    observer = IdempotencyObserver(table: table, metrics: configuration.metrics, tracer: configuration.tracer)
    remembered = CompletedResults(limit: configuration.rememberedResults, age: configuration.rememberedFor)
  }

  /// From how many bytes on a result is not in its row.
  var rowLimit: Int {
    results == nil
      ? Self.largestResultInRow : min(Self.largestResultInRow, max(0, configuration.largestInlineResult))
  }

  /// - Parameter deadline: when the worker is stopped from outside, and nobody needs to wait for it any more.
  func claim(
    _ key: IdempotencyKey, _ payload: IdempotencyPayload, inProgressFor: Duration?, until deadline: Timestamp?,
    retainFor: Duration?
  ) throws(IdempotencyError) -> RequestClaim {
    try key.check()
    let retention = retainFor ?? configuration.retainFor
    guard retention >= .seconds(1), retention <= Self.longestRetention else {
      throw .invalid("a record cannot be kept for \(retention): a second is possible, and ten years")
    }
    return try current(
      RequestClaim(
        key: key, hash: payload.hash, token: tokens.next(), duration: inProgressFor ?? configuration.inProgressFor,
        retention: retention, deadline: deadline, endsAtDeadline: deadline != nil && inProgressFor == nil))
  }

  /// The claim with the in-progress time that an attempt at this moment asks for.
  func current(_ claim: RequestClaim) throws(IdempotencyError) -> RequestClaim {
    var claim = claim
    if let deadline = claim.deadline {
      let rest = deadline - time.now
      guard rest > .zero else { throw .invalid("the deadline has passed: there is no time for the work") }
      // The worker stops the margin earlier than others begin, and its deadline is no earlier than the platform's.
      if claim.endsAtDeadline { claim.duration = rest + plan.clockSkew }
    }
    try check(claim.duration)
    return claim
  }

  func check(_ duration: Duration) throws(IdempotencyError) {
    guard duration >= LeaseManager.shortestDuration, duration <= LeaseManager.longestDuration else {
      throw .invalid(
        "an in-progress time of \(duration) is not possible: it lasts from \(LeaseManager.shortestDuration) to "
          + "\(LeaseManager.longestDuration)")
    }
    guard duration > plan.clockSkew else {
      throw .invalid(
        "an in-progress time of \(duration) leaves the worker none: it has to be longer than clockSkew, \(plan.clockSkew)"
      )
    }
  }

  func repeating(_ request: UpdateItem, until end: Duration) async throws(DynamoDBError) -> WriteOutput {
    try await client.repeating(request, attempts: max(1, configuration.attempts), until: end, by: time)
  }

  /// What the row says at this moment, read consistently.
  func row(of key: IdempotencyKey, consistentRead: Bool) async throws(DynamoDBError) -> RequestRow? {
    let item = try await client.getItem(key.item, from: plan.table, consistentRead: consistentRead)
    let now = time.now
    return item.map { RequestRow($0, at: now) }
  }
}
