import DynamoDB
import Synchronization

/// Pages that are to be made anew while their old entries are served: the work of a task of yours, not of the requests'.
///
/// In a server, a service's task does it as long as the program runs:
///
///     group.addTask { await refreshes.run() }
///
/// In a function that is frozen after its answer, Lambda say, it is done before the answer is given:
///
///     let page = try await regenerator.entry(for: key, refreshingIn: refreshes) { ... }
///     await refreshes.drain()
///
/// One of the two has to happen: a page that waits here is stale until then.
public final class BackgroundRefreshes: Sendable {
  struct Refresh: Sendable {
    var key: CacheKey
    var run: @Sendable () async -> Void
  }

  private struct State {
    var queue: [Refresh] = []
    /// Queued or running: a page is refreshed once at a time.
    var pending: Set<CacheKey> = []
    var idle: [UInt64: CheckedContinuation<Refresh?, Never>] = [:]
    var lastNumber: UInt64 = 0
  }

  private let state = Mutex(State())
  private let concurrency: Int
  private let capacity: Int

  /// - Parameters:
  ///   - concurrency: how many pages ``run()`` and ``drain()`` each make at a time.
  ///   - capacity: how many pages wait at most; one more is left to the next call that finds it stale.
  public init(concurrency: Int = 4, capacity: Int = 1000) {
    self.concurrency = max(1, concurrency)
    self.capacity = max(1, capacity)
  }

  /// How many pages are waiting or being made.
  public var count: Int { state.withLock { $0.pending.count } }

  /// Makes pages anew until the task is cancelled; those that are being made then are cancelled with it. Each costs what a
  /// regeneration does: see ``Regenerator``.
  public func run() async {
    await withDiscardingTaskGroup { group in
      for _ in 0..<concurrency {
        group.addTask {
          while let refresh = await self.next() { await self.carryOut(refresh) }
        }
      }
    }
  }

  /// Makes the pages that wait, and returns when none waits any more and those that it made are done. Each costs what a
  /// regeneration does: see ``Regenerator``.
  public func drain() async {
    await withDiscardingTaskGroup { group in
      for _ in 0..<concurrency {
        group.addTask {
          while !Task.isCancelled, let refresh = self.first() { await self.carryOut(refresh) }
        }
      }
    }
  }

  /// - Returns: Whether the page will be made anew, by this or an earlier call.
  func enqueue(_ refresh: Refresh) -> Bool {
    let (isAccepted, idle) = state.withLock { state -> (Bool, CheckedContinuation<Refresh?, Never>?) in
      if state.pending.contains(refresh.key) { return (true, nil) }
      guard state.queue.count < capacity else { return (false, nil) }
      state.pending.insert(refresh.key)
      if let number = state.idle.keys.min() { return (true, state.idle.removeValue(forKey: number)) }
      state.queue.append(refresh)
      return (true, nil)
    }
    idle?.resume(returning: refresh)
    return isAccepted
  }

  private func carryOut(_ refresh: Refresh) async {
    await refresh.run()
    state.withLock { _ = $0.pending.remove(refresh.key) }
  }

  private func first() -> Refresh? {
    state.withLock { $0.queue.isEmpty ? nil : $0.queue.removeFirst() }
  }

  /// - Returns: `nil` where the task was cancelled.
  private func next() async -> Refresh? {
    let number = state.withLock { state -> UInt64 in
      state.lastNumber += 1
      return state.lastNumber
    }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let refresh = state.withLock { state -> Refresh?? in
          if Task.isCancelled { return .some(nil) }
          if !state.queue.isEmpty { return state.queue.removeFirst() }
          state.idle[number] = continuation
          return nil
        }
        if let refresh { continuation.resume(returning: refresh) }
      }
    } onCancel: {
      state.withLock { $0.idle.removeValue(forKey: number) }?.resume(returning: nil)
    }
  }
}

extension Regenerator {
  /// The page's entry; where it is stale and may be served, it is returned at once and made anew by `refreshes`.
  ///
  /// Otherwise as ``entry(for:render:)``, with its errors; a stale page costs its caller one read. A failed refresh is not
  /// reported: the page is stale still, and is left alone as ``Configuration/retry`` says.
  public func entry(
    for key: CacheKey, refreshingIn refreshes: BackgroundRefreshes,
    render: @escaping @Sendable (Lease) async throws -> Publication
  ) async throws -> Page {
    try await entry(
      for: key, render: render,
      inBackground: {
        refreshes.enqueue(
          BackgroundRefreshes.Refresh(key: key) { _ = try? await self.entry(for: key, render: render) })
      })
  }
}
