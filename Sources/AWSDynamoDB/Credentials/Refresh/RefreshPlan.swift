internal import DynamoDB

/// Whether credentials are to be refreshed, and what those are told who ask for some: pure, by what is there and what
/// time it is.
///
/// A refresh is due 15 minutes before the end, as in botocore, and for credentials that live shorter than an hour, when
/// a quarter of their life is left. Until the end everybody is given what is there; at that very moment it is no
/// longer good, and who asks waits for the refresh.
struct RefreshPlan: Sendable {
  typealias Answer = Result<Credentials, CredentialsError>

  private struct Kept {
    var credentials: Credentials
    /// Infinitely far for credentials that do not expire.
    var due: Timestamp
    var end: Timestamp
    var lifetime: Duration
  }

  private struct Failure {
    var error: CredentialsError
    var count: Int
    var at: Timestamp
    var pause: Duration
  }

  private static let never = Timestamp(sinceEpoch: .seconds(Int64.max))

  private var kept: Kept?
  private var isRefreshing = false
  /// How the last refresh failed, if it did.
  private var failure: Failure?

  var lastFailure: CredentialsError? { failure?.error }

  /// What is there, if it is still good.
  func usable(at now: Timestamp) -> Credentials? {
    guard let kept, now < kept.end else { return nil }
    return kept.credentials
  }

  /// Whether a refresh has to begin now. If so, the caller begins it, and ``ended(_:at:)`` must follow.
  mutating func begin(at now: Timestamp) -> Bool {
    if isRefreshing { return false }
    if let kept, now < kept.due { return false }
    // Where requests fail until it succeeds, it is tried every second.
    if isPausing(at: now, atMost: usable(at: now) == nil ? .seconds(1) : .seconds(60)) { return false }
    isRefreshing = true
    return true
  }

  /// What somebody who asks now is told, after ``begin(at:)``; `nil`: to wait for the refresh.
  func answer(at now: Timestamp) -> Answer? {
    if let credentials = usable(at: now) { return .success(credentials) }
    guard !isRefreshing, let failure else { return nil }
    return .failure(failure.error)
  }

  /// The refresh has ended. If it failed, credentials that are still good go on being used, and the next refresh is
  /// tried after a pause.
  ///
  /// - Returns: what those are told who wait for it.
  mutating func ended(_ result: Answer, at now: Timestamp) -> Answer {
    isRefreshing = false
    do throws(CredentialsError) {
      let credentials = try result.get()
      try keep(credentials, at: now)
      failure = nil
      return .success(credentials)
    } catch {
      let count = (failure?.count ?? 0) + 1
      let pause = min(.seconds(1 << min(count - 1, 6)), kept.map { $0.lifetime / 20 } ?? .seconds(1))
      failure = Failure(error: error, count: count, at: now, pause: pause)
      return usable(at: now).map { .success($0) } ?? .failure(error)
    }
  }

  private mutating func keep(_ credentials: Credentials, at now: Timestamp) throws(CredentialsError) {
    guard let end = credentials.expiration else {
      kept = Kept(credentials: credentials, due: Self.never, end: Self.never, lifetime: .zero)
      return
    }
    let lifetime = end - now
    guard lifetime > .zero else {
      throw CredentialsError("those that came had expired already, at \(end): is this machine's clock right?")
    }
    kept = Kept(
      credentials: credentials, due: end - min(.seconds(15 * 60), lifetime / 4), end: end, lifetime: lifetime)
  }

  /// A wall clock that was set back ends the pause.
  private func isPausing(at now: Timestamp, atMost limit: Duration) -> Bool {
    guard let failure else { return false }
    return failure.at <= now && now < failure.at + min(failure.pause, limit)
  }
}
