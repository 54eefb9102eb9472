internal import DynamoDB

/// What is done when somebody asks for credentials: pure, by what is there and what time it is.
///
/// Credentials have two windows before they expire. In the first, the advisory one, one caller refreshes them, while
/// all others go on with what is there; in the second, the mandatory one, all wait for that refresh. The windows begin
/// 15 and 10 minutes before the end, as in botocore, and for credentials that live shorter than an hour, when a quarter
/// and a sixth of their life is left.
struct RefreshPlan: Sendable {
  enum Step: Sendable {
    case use(Credentials)
    /// The caller is to refresh, within a limit where it could go on with what is there, and to say how it went.
    case refresh(limit: Duration?)
    /// Somebody else is refreshing.
    case wait
    case fail(CredentialsError)
  }

  private struct Kept {
    var credentials: Credentials
    /// Infinitely far for credentials that do not expire.
    var advisory: Timestamp
    var mandatory: Timestamp
    var end: Timestamp
    var lifetime: Duration
  }

  private struct Failure {
    var error: CredentialsError
    var count: Int
    var at: Timestamp
    var pause: Duration
  }

  /// Shorter than the time that a request has by itself, so that the one which refreshes early does not fail by it.
  private static let limit = Duration.seconds(10)

  private static let never = Timestamp(sinceEpoch: .seconds(Int64.max))

  private var kept: Kept?
  private var isRefreshing = false
  /// How the last refresh failed, if it did.
  private var failure: Failure?

  /// What the caller has to do. After `refresh`, one of the three methods below must follow.
  mutating func step(at now: Timestamp) -> Step {
    if let kept {
      if now < kept.advisory { return .use(kept.credentials) }
      if now < kept.end {
        if isRefreshing { return now < kept.mandatory ? .use(kept.credentials) : .wait }
        if isPausing(at: now, atMost: .seconds(60)) { return .use(kept.credentials) }
        return begin(limit: Self.limit)
      }
    }
    if isRefreshing { return .wait }
    if let failure, isPausing(at: now, atMost: .seconds(1)) { return .fail(failure.error) }
    return begin(limit: nil)
  }

  /// What is there, if it is good and its refresh not due.
  func settled(at now: Timestamp) -> Credentials? {
    guard let kept, now < kept.advisory else { return nil }
    return kept.credentials
  }

  /// What is there, if it is still good.
  func usable(at now: Timestamp) -> Credentials? {
    guard let kept, now < kept.end else { return nil }
    return kept.credentials
  }

  /// The refresh brought credentials.
  mutating func refreshed(_ credentials: Credentials, at now: Timestamp) {
    guard let end = credentials.expiration else {
      isRefreshing = false
      failure = nil
      kept = Kept(
        credentials: credentials, advisory: Self.never, mandatory: Self.never, end: Self.never, lifetime: .zero)
      return
    }
    let lifetime = end - now
    isRefreshing = false
    failure = nil
    kept = Kept(
      credentials: credentials, advisory: end - min(.seconds(15 * 60), lifetime / 4),
      mandatory: end - min(.seconds(10 * 60), lifetime / 6), end: end, lifetime: lifetime)
  }

  /// The refresh failed. Credentials that are still good go on being used; the next refresh is tried after a pause.
  mutating func failed(_ error: CredentialsError, at now: Timestamp) {
    isRefreshing = false
    let count = (failure?.count ?? 0) + 1
    let pause = min(.seconds(1 << min(count - 1, 6)), kept.map { $0.lifetime / 20 } ?? .seconds(1))
    failure = Failure(error: error, count: count, at: now, pause: pause)
  }

  /// The refresh was given up because its task was cancelled, which says nothing about the place it asked.
  mutating func abandoned() { isRefreshing = false }

  private mutating func begin(limit: Duration?) -> Step {
    isRefreshing = true
    return .refresh(limit: limit)
  }

  /// A wall clock that was set back ends the pause.
  private func isPausing(at now: Timestamp, atMost limit: Duration) -> Bool {
    guard let failure else { return false }
    return failure.at <= now && now < failure.at + min(failure.pause, limit)
  }
}
