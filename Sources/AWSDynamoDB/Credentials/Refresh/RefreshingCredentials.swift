public import DynamoDB
import Synchronization

/// Keeps what another provider found, and has it refreshed before it expires: once for all who ask.
///
/// In the last 15 minutes of the credentials' life (the last quarter, where they live less than an hour) one caller
/// refreshes them, while the others go on with what is there. In the last 10 minutes (the last sixth) callers wait for
/// a refresh that is under way. If a refresh fails or takes longer than ten seconds, the old credentials are served
/// until they expire, and the next refresh is tried after a pause of a second, of two, of four, up to a minute. When
/// they have expired, callers get the refresh's error. Credentials without an expiration are kept for ever.
///
/// A refresh runs in the task of the caller that begins it; there is no task of its own. If that task is cancelled,
/// one of those who wait takes the refresh over.
///
/// Asking costs one lock and one look at the clock.
public final class RefreshingCredentials: CredentialsProvider {
  private typealias Waiter = CheckedContinuation<RefreshPlan.Step, Never>

  private struct State {
    var plan = RefreshPlan()
    /// Those who wait, in the order of their numbers.
    var waiters: [Int: Waiter] = [:]
    var lastWaiter = 0
  }

  private let provider: any CredentialsProvider
  private let time: any TimeSource
  private let state = Mutex(State())

  /// - Parameter provider: is asked for each refresh, by one task at a time. It should not keep what it finds.
  public init(_ provider: any CredentialsProvider, time: any TimeSource = SystemTime()) {
    self.provider = provider
    self.time = time
  }

  /// How many callers wait for a refresh.
  var waiting: Int { state.withLock { $0.waiters.count } }

  public var current: Credentials? {
    let now = time.now
    return state.withLock { $0.plan.settled(at: now) }
  }

  public func credentials() async throws(CredentialsError) -> Credentials {
    let now = time.now
    let step = state.withLock { $0.plan.step(at: now) }
    if case .use(let credentials) = step { return credentials }
    return try await follow(step)
  }

  private func follow(_ first: RefreshPlan.Step) async throws(CredentialsError) -> Credentials {
    var step = first
    while true {
      switch step {
      case .use(let credentials): return credentials
      case .fail(let error): throw error
      case .wait: step = await turn()
      case .refresh(let limit): return try await refresh(within: limit)
      }
    }
  }

  private func refresh(within limit: Duration?) async throws(CredentialsError) -> Credentials {
    do throws(CredentialsError) {
      let credentials = try await fetch(within: limit)
      if let end = credentials.expiration, end <= time.now {
        throw CredentialsError("those that came had expired already, at \(end): is this machine's clock right?")
      }
      finish { plan, now in plan.refreshed(credentials, at: now) }
      return credentials
    } catch {
      guard !Task.isCancelled else {
        finish { plan, _ in plan.abandoned() }
        throw .cancelled
      }
      finish { plan, now in plan.failed(error, at: now) }
      let now = time.now
      guard let old = state.withLock({ $0.plan.usable(at: now) }) else { throw error }
      return old
    }
  }

  private func fetch(within limit: Duration?) async throws(CredentialsError) -> Credentials {
    guard let limit else { return try await provider.credentials() }
    return try await provider.credentials(within: limit, of: time)
  }

  /// Notes how a refresh ended, and wakes those for whom there is now something to do.
  private func finish(_ note: (inout RefreshPlan, Timestamp) -> Void) {
    let now = time.now
    let awake = state.withLock { state in
      note(&state.plan, now)
      var awake: [(Waiter, RefreshPlan.Step)] = []
      for number in state.waiters.keys.sorted() {
        let step = state.plan.step(at: now)
        if case .wait = step { break }
        if let waiter = state.waiters.removeValue(forKey: number) { awake.append((waiter, step)) }
      }
      return awake
    }
    for (waiter, step) in awake { waiter.resume(returning: step) }
  }

  /// Waits until there is something else to do than to wait.
  private func turn() async -> RefreshPlan.Step {
    let number = state.withLock { state in
      state.lastWaiter += 1
      return state.lastWaiter
    }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let now = time.now
        let step: RefreshPlan.Step? = state.withLock { state in
          // A cancellation from now on finds the waiter.
          if Task.isCancelled { return .fail(.cancelled) }
          let step = state.plan.step(at: now)
          guard case .wait = step else { return step }
          state.waiters[number] = continuation
          return nil
        }
        if let step { continuation.resume(returning: step) }
      }
    } onCancel: {
      let waiter = state.withLock { $0.waiters.removeValue(forKey: number) }
      waiter?.resume(returning: .fail(.cancelled))
    }
  }
}

extension RefreshingCredentials: CustomReflectable {
  /// Nothing is shown: what is inside may be asked for, and may hold secrets.
  public var customMirror: Mirror { Mirror(self, children: []) }
}
