import DynamoDB
import MutableTableTheory
import TableTheoryTesting

/// What must hold over a history of the lease protocol, each as a rule that can fail.
///
/// The simulator's histories are checked by it, and those of real processes, in `Tests/ProcessTests/Chaos`.
struct LeaseProperties {
  /// What may be expected of the workers.
  struct Terms: Sendable {
    /// Whether a worker's clock is right within the margin. Workers are known by the name that they write as
    /// `lease_owner`.
    var isRight: @Sendable (_ worker: String) -> Bool
    /// Whether somebody writes the rows as other SDKs do, which erases the fence.
    var hasForeigner = false
    /// What is known of a history that was played: with it more can be asked of the workers.
    var settings: (any PlayedConditions)?
  }

  let terms: Terms
  var settings: (any PlayedConditions)? { terms.settings }
  var violations: [Violation] = []
  /// LOCK rows as they are, by page.
  var locks: [String: Item] = [:]
  /// The highest fence that a LOCK row has had, by page; it outlives the row.
  var highestFences: [String: Int64] = [:]
  /// META rows as they are, by page.
  var entries: [String: Item] = [:]
  /// The tokens under which was published, and what.
  var published: [String: String] = [:]
  /// Tokens of which the library has said that nothing was published under them.
  var denied: Set<String> = []
  /// Pages whose LOCK row another SDK has deleted: a late copy of an old acquisition finds no row there, as if nobody had
  /// ever asked, and what its token may do then is as new.
  var erased: Set<String> = []
  /// When a token left the LOCK row.
  var gone: [String: Duration] = [:]
  /// When one came back that had left it, by a late copy of its acquisition.
  var returned: [String: Duration] = [:]
  /// When a lease was renewed, by its token, and the expiry that it had until then.
  var renewals: [String: [(time: Duration, expiresAt: Int64)]] = [:]
  /// When a token's lease was made longer at last, and from when.
  var extended: [String: (time: Duration, from: Int64)] = [:]
  /// Who believes to hold which page, until when.
  var holders = Holders()
  /// Tokens of leases that somebody took over whose clock is off by more than the margin: of their holders, who go on
  /// until their deadline, nothing is promised.
  var robbed: Set<String> = []
  /// A publication whose LOCK write has to follow.
  var open: (number: Int, token: String, page: String)?
  /// The acquisitions that are under way.
  var requests: [Int: UpdateItem] = [:]
  /// The tokens that were given back or published under.
  var givenBack: Set<String> = []
  /// The releases that are under way, and of which page.
  var releases: [Int: String] = [:]
  /// The tokens under which a page was made.
  var rendered: Set<String> = []
  /// What was made, by which process: its callers share what could not be published.
  var made: [String: String] = [:]
  /// The tokens for which the table was asked to take them back.
  var releasesSent: Set<String> = []
  /// The tokens of work that is over.
  var closed: Set<String> = []
  /// The tokens of leases that were acquired step by step, and may be left to their end.
  var byHand: Set<String> = []
  /// The tasks that wait, by process and page.
  var queues: [String: LeaseQueue] = [:]
  /// The queues whose next one has to ask.
  var handOvers: [String] = []
  /// What was published so far.
  var objects: Set<String> = []
  /// Acquisitions that the table refused although the row held their own token.
  var refusedByThemselves: Set<Int> = []

  init(_ terms: Terms) { self.terms = terms }

  static func check(_ events: [HistoryEvent], _ terms: Terms) -> [Violation] {
    var properties = LeaseProperties(terms)
    for event in events { properties.follow(event) }
    return properties.violations
  }

  mutating func follow(_ event: HistoryEvent) {
    passTime(to: event)
    switch event.kind {
    case .wrote(let number, let row, let before, let after):
      guard row.texts.count == 2 else { return }
      if row.texts[1] == "META" {
        followEntry(row.texts[0], number, before, after, event)
      } else {
        followLock(row.texts[0], number, before, after, event)
      }
    case .sent(let number, let request):
      closePublication(event)
      if case .update(let update) = request { followUpdate(number, update, event) }
    case .refused(let number, let error):
      closePublication(event)
      followRefusal(number, error, event)
    case .answered(let number, let error):
      closePublication(event)
      followAnswer(number, error, event)
    case .note(let note as LeaseNote):
      closePublication(event)
      follow(note, event)
    case .note(let note as WorkNote):
      closePublication(event)
      follow(note, event)
    case .note(let note as QueueNote):
      closePublication(event)
      follow(note, event)
    case .note(let note as PageNote):
      closePublication(event)
      follow(note, event)
    case .fault, .carriedOut, .note: closePublication(event)
    }
  }

  mutating func fail(_ property: String, _ message: String, _ event: HistoryEvent) {
    violations.append(Violation(property, message, at: event.time))
  }
}
