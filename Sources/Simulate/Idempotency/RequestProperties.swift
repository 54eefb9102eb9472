import DynamoDB
import MutableTableTheory
import TableTheoryTesting

/// What must hold over a history of idempotent requests, each as a rule that can fail.
struct RequestProperties {
  let settings: RequestSettings
  var violations: [Violation] = []
  /// The records' rows as they are, by key.
  var rows: [String: Item] = [:]
  /// When a row was there for the first time since it was missing.
  var madeAt: [String: Duration] = [:]
  /// How many records of a key are over: completed and expired, or deleted.
  var epochs: [String: Int] = [:]
  /// What a claim began in.
  var epochOf: [String: Int] = [:]
  /// When it began.
  var begunAt: [String: Duration] = [:]
  /// Claims that began where another one was undecided.
  var restarts: Set<String> = []
  /// When a claim's token left its row.
  var gone: [String: Duration] = [:]
  /// Claims whose row the TTL has taken: to them nothing is promised.
  var deleted: Set<String> = []
  /// All that was ever recorded, by key.
  var records: [String: [Record]] = [:]
  var runs: [String: RequestNote.Run] = [:]
  var runStarts: [String: Duration] = [:]
  var holders = Holders()
  /// Effects outside the table, by key, in their order.
  var applications: [String: [RequestNote.Run]] = [:]
  /// Claims whose caller, or whose work, knows that it is not done, or perhaps not done alone.
  var told: Set<String> = []
  /// In which epoch of a key an effect in the table happened.
  var effects: [String: Int] = [:]
  /// The objects that were published.
  var objects: Set<String> = []
  /// What a request has written, until the next event.
  var open: Group?

  struct Record: Hashable {
    var token: String
    var hash: String
    var result: String
    var isError: Bool
    var expiresAt: Timestamp
  }

  struct Group {
    var number: Int
    var completed: [(name: String, token: String, result: String, isError: Bool)] = []
    var effects: [(key: String, token: String)] = []
    var published: String?
  }

  static func check(_ events: [HistoryEvent], _ settings: RequestSettings) -> [Violation] {
    var properties = RequestProperties(settings: settings)
    for event in events { properties.follow(event) }
    if let last = events.last {
      properties.closeTransaction(last)
      properties.checkApplications(last)
    }
    return properties.violations
  }

  private mutating func follow(_ event: HistoryEvent) {
    if case .wrote(let number, let row, let before, let after) = event.kind {
      if row.texts.count == 2 { wrote(row.texts[0], row.texts[1], number, before, after, event) }
      return
    }
    closeTransaction(event)
    switch event.kind {
    case .note(let note as RequestNote): follow(note, event)
    case .note(WorkNote.quiet(let underWay)):
      if underWay > 0 { fail("no task outlives its scope", "\(underWay) of \(event.worker)'s do", event) }
      quiet(event)
    case .note(LeaseNote.crashed): holders.leave(worker: event.worker)
    case .refused(let number, .idempotentParameterMismatch):
      fail("a repeated transaction is the same one", "#\(number) has other values under the same client token", event)
    default: break
    }
  }

  static func name(_ key: IdempotencyKey) -> String { "\(key.partition.partition) REQ#\(key.id)" }

  /// When a world begins.
  static let start = Timestamp(seconds: 1_700_000_000)

  /// By how much a worker may be ahead of the right time when it looks whether a time is over.
  var ahead: Duration {
    // Within the margin, whoever waits for it is not ahead.
    settings.clocks == .wrong ? settings.ahead : .zero
  }

  mutating func fail(_ property: String, _ message: String, _ event: HistoryEvent) {
    violations.append(Violation(property, message, at: event.time))
  }
}
