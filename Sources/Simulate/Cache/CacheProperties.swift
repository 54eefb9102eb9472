import DynamoDB
import MutableTableTheory
import TableTheoryTesting

/// What must hold over a history of the cache, each as a rule that can fail: all that holds of leases and publications
/// (``LeaseProperties``), in both layouts, and what is said of invalidations, versions and bodies.
struct CacheProperties {
  let settings: CacheSettings
  var leases: LeaseProperties
  var violations: [Violation] = []
  /// The pages' rows as they are, by page and sort key.
  var rows: [String: [String: Item]] = [:]
  /// The tags' rows as they are, by partition.
  var tags: [String: Item] = [:]
  /// The bodies that are stored, and when they were.
  var bodies: [String: Duration] = [:]
  /// When the making of what was published under a token began: what had happened before, it may have seen.
  var begun: [String: Duration] = [:]
  /// Under which token the entry with a fence was published, by page.
  var publishers: [String: [Int64: String]] = [:]
  /// Invalidations that were acknowledged.
  var acknowledged: [Acknowledged] = []
  /// What was asked to be invalidated, acknowledged or not.
  var asked: Set<InvalidationNote.Target> = []
  /// All versions that a page ever had.
  var versions: [String: Set<String>] = [:]
  /// How many versions a process keeps when it prunes, and with which request.
  var keeping: [String: Int] = [:]
  var prunes: [Int: Int] = [:]
  /// Who publishes by hand has still to read the entry: under which token, and with which request.
  var looking: [String: String] = [:]
  var looks: [Int: String] = [:]
  /// Rows that were published and have to be complete when the transaction has written all.
  var open: (number: Int, page: String)?

  struct Acknowledged {
    var target: InvalidationNote.Target
    var kind: Invalidation
    var began: Duration
    var ended: Duration
    var worker: String
  }

  static func check(_ events: [HistoryEvent], _ settings: CacheSettings) -> [Violation] {
    let areRight = settings.clocks != .wrong
    let terms = LeaseProperties.Terms(isRight: { _ in areRight }, settings: settings)
    var properties = CacheProperties(settings: settings, leases: LeaseProperties(terms))
    for event in events { properties.follow(event) }
    return properties.leases.violations + properties.violations
  }

  private mutating func follow(_ event: HistoryEvent) {
    if case .wrote(let number, let row, let before, let after) = event.kind {
      if row.texts.count == 2 { wrote(row.texts[0], row.texts[1], number, before, after, event) }
      return
    }
    closeTransaction(event)
    switch event.kind {
    case .note(let note as PageNote):
      leases.closePublication(event)
      leases.followCall(note, event)
      follow(note, event)
    case .note(let note as InvalidationNote): follow(note, event)
    case .note(let note as VersionNote): follow(note, event)
    case .note(let note as BodyNote): follow(note, event)
    case .sent(let number, let request):
      sent(number, request, event)
      leases.follow(event)
    case .answered(let number, _):
      if let token = looks.removeValue(forKey: number) { begun[token] = event.time }
      leases.follow(event)
    default: leases.follow(event)
    }
  }

  mutating func fail(_ property: String, _ message: String, _ event: HistoryEvent) {
    violations.append(Violation(property, message, at: event.time))
  }
}
