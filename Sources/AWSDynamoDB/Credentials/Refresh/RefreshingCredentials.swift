public import DynamoDB
import Synchronization

/// Keeps what another provider found, and has it refreshed before it expires: once for all who ask.
///
/// In the last 15 minutes of the credentials' life (the last quarter, where they live less than an hour) whoever asks
/// first has a refresh begin. Nobody waits for it: all go on with what is there until it expires. If a refresh fails,
/// the next is tried after a pause of a second, of two, of four, up to a minute, and ``lastFailure`` says why. Only
/// callers for whom there is nothing, because it is the first time or because the old ones have expired, wait for the
/// refresh, and get its error if it fails. Credentials without an expiration are kept for ever.
///
/// A refresh belongs to no caller: it goes on when the one that had it begin is cancelled or has no time left, so that
/// a place that needs longer than any request waits delivers all the same. It may take a minute; then it is cancelled
/// and has failed. It is cancelled as well when this object goes away.
///
/// Asking costs one lock and one look at the clock.
public final class RefreshingCredentials: CredentialsProvider {
  private struct State {
    var plan = RefreshPlan()
    /// The refresh that is under way.
    var refresh: Task<Void, Never>?
    /// Those who wait for it.
    var waiters: [Int: CheckedContinuation<RefreshPlan.Answer, Never>] = [:]
    var lastWaiter = 0
  }

  /// How long a refresh may take: as long as the slowest place, a `credential_process`, by itself.
  private static let limit = Duration.seconds(60)

  private let provider: any CredentialsProvider
  private let time: any TimeSource
  private let state = Mutex(State())

  /// - Parameters:
  ///   - provider: is asked for each refresh, by one task at a time. It should not keep what it finds. If it
  ///     does not return when its task is cancelled, there is no other refresh until it does.
  ///   - time: clocks and pauses.
  public init(_ provider: any CredentialsProvider, time: any TimeSource = SystemTime()) {
    self.provider = provider
    self.time = time
  }

  deinit { state.withLock { $0.refresh?.cancel() } }

  /// How many callers wait for a refresh.
  var waiting: Int { state.withLock { $0.waiters.count } }
  var isRefreshing: Bool { state.withLock { $0.refresh != nil } }

  /// Why the last refresh failed, or `nil` if it succeeded or there was none yet.
  ///
  /// While the old credentials are good, requests do not show that refreshing them fails: this does, to a health check
  /// or a log.
  public var lastFailure: CredentialsError? { state.withLock { $0.plan.lastFailure } }

  /// What is there, if it is still good. If it is to be refreshed, that begins here.
  public var current: Credentials? {
    let now = time.now
    return state.withLock { state in
      guard let credentials = state.plan.usable(at: now) else { return nil }
      refreshIfDue(&state, at: now)
      return credentials
    }
  }

  public func credentials() async throws(CredentialsError) -> Credentials {
    let now = time.now
    if let answer = state.withLock({ answer(&$0, at: now) }) { return try answer.get() }
    return try await turn().get()
  }

  private func answer(_ state: inout State, at now: Timestamp) -> RefreshPlan.Answer? {
    refreshIfDue(&state, at: now)
    return state.plan.answer(at: now)
  }

  private func refreshIfDue(_ state: inout State, at now: Timestamp) {
    guard state.plan.begin(at: now) else { return }
    // A task of its own, because a refresh belongs to no single request: in the task of the caller that notices it
    // would end with that one's deadline, and a place that needs longer would never deliver. Its limit and `deinit`
    // see to it that it does not stay behind.
    state.refresh = Task { [weak self, provider, time] in
      let result: RefreshPlan.Answer
      do throws(CredentialsError) {
        result = .success(try await provider.credentials(within: Self.limit, of: time))
      } catch {
        result = .failure(error)
      }
      self?.ended(result)
    }
  }

  private func ended(_ result: RefreshPlan.Answer) {
    let now = time.now
    let (waiters, answer) = state.withLock { state in
      let waiters = Array(state.waiters.values)
      state.waiters = [:]
      state.refresh = nil
      return (waiters, state.plan.ended(result, at: now))
    }
    for waiter in waiters { waiter.resume(returning: answer) }
  }

  /// Waits for the refresh. A caller that is cancelled meanwhile takes only itself away.
  private func turn() async -> RefreshPlan.Answer {
    let number = state.withLock { state in
      state.lastWaiter += 1
      return state.lastWaiter
    }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let now = time.now
        let answer: RefreshPlan.Answer? = state.withLock { state in
          // A cancellation from now on finds the waiter.
          if Task.isCancelled { return .failure(.cancelled) }
          if let answer = self.answer(&state, at: now) { return answer }
          state.waiters[number] = continuation
          return nil
        }
        if let answer { continuation.resume(returning: answer) }
      }
    } onCancel: {
      let waiter = state.withLock { $0.waiters.removeValue(forKey: number) }
      waiter?.resume(returning: .failure(.cancelled))
    }
  }
}

extension RefreshingCredentials: CustomReflectable {
  /// Nothing is shown: what is inside may be asked for, and may hold secrets.
  public var customMirror: Mirror { Mirror(self, children: []) }
}
