/// What a run came to: the numbers, and whether what must hold did.
struct RunReport: Hashable, Sendable {
  var seconds: Double
  var pages: Int
  var workers: Int
  var workersKilled: Int
  /// The load's requests; a browser's are `visits`.
  var requests: Int
  var visits: Int
  /// Sent again because the worker that had them died.
  var retries: Int
  /// Answered by an error, or by nobody.
  var errors: Int
  /// Served fresh.
  var hits: Int
  /// Served although their time was over, because somebody was rendering.
  var staleServed: Int
  /// Served what another worker rendered meanwhile.
  var waited: Int
  /// Served what they rendered themselves.
  var rendered: Int
  var renders: Int
  var duplicateRenders: Int
  var stalePublishesRejected: Int
  /// Leases that were taken from somebody who had neither published nor released.
  var takeovers: Int
  /// Older generations that were published or served after newer ones.
  var olderAfterNewer: Int
  var readUnits: Double
  var writeUnits: Double
  var p50: Duration
  var p99: Duration
  /// How many publications the table has seen, of all runs.
  var generationsBefore: Int64
  var generationsAfter: Int64
  /// A killed worker's page that nobody has taken over.
  var isTakeoverMissing: Bool
  /// The signal that ended the run early.
  var interruptedBy: Int32?
  var notes: [RunHistory.Note]
  var violations: [Violation]
}

extension RunReport {
  init(
    _ history: RunHistory, elapsed: Duration, workers: Int, generationsBefore: Int64, wantsTakeover: Bool,
    interruptedBy signal: Int32?
  ) {
    let violations = history.violations
    let duplicates = violations.count { $0.isDuplicateRender }
    seconds = elapsed / .seconds(1)
    pages = history.pages.count
    self.workers = workers
    workersKilled = history.deaths.count
    requests = history.requests
    visits = history.visits
    retries = history.retries
    errors = history.failedRequests
    hits = history.responses[.fresh] ?? 0
    staleServed = history.responses[.stale] ?? 0
    waited = history.responses[.waited] ?? 0
    rendered = (history.responses[.rendered] ?? 0) + (history.responses[.unpublished] ?? 0)
    renders = history.renders
    duplicateRenders = duplicates
    stalePublishesRejected = history.refusedPublications
    takeovers = history.takeovers
    olderAfterNewer = violations.count - duplicates
    readUnits = history.readUnits
    writeUnits = history.writeUnits
    p50 = history.latencies.quantile(0.5) ?? .zero
    p99 = history.latencies.quantile(0.99) ?? .zero
    self.generationsBefore = generationsBefore
    generationsAfter = generationsBefore + Int64(history.publications)
    isTakeoverMissing = wantsTakeover && (history.deaths.isEmpty || history.takeovers == 0 || history.awaitsTakeover)
    interruptedBy = signal
    notes = history.notes
    self.violations = violations
  }

  /// What went wrong, a line each; empty for a run in which everything held.
  var failures: [String] {
    var failures = violations.prefix(Self.mostLines).map { "\($0)" }
    if violations.count > Self.mostLines { failures.append("and \(violations.count - Self.mostLines) more of these") }
    if requests - errors <= 0 { failures.append("nothing was served") }
    if errors > 0 { failures.append("\(errors) of \(requests) requests got no page") }
    if isTakeoverMissing, interruptedBy == nil { failures.append("no killed worker's page was taken over") }
    return failures
  }

  var isGood: Bool { failures.isEmpty }

  /// 0 where everything held, 1 where not; 128 and the signal's number where one ended a run that was good so far.
  var exitCode: Int32 { isGood ? interruptedBy.map { 128 + $0 } ?? 0 : 1 }

  private static var mostLines: Int { 10 }
}
