import DynamoDB
import Synchronization

/// The calls of this process that want one page at the same time: one of them does what is to be done, for all.
///
/// It holds no task and starts none. A flight that takes too long is left by those who wait and is not joined any more, so
/// that a render that hangs does not keep the page from others.
final class Flights: Sendable {
  struct Ticket: Hashable, Sendable {
    let key: CacheKey
    fileprivate let flight: UInt64
    fileprivate let number: UInt64
    /// From when on the flight is not waited for, by uptime.
    let end: Duration
  }

  enum Boarding: Sendable {
    /// Do it, and ``land(_:_:)``.
    case lead(Ticket)
    /// Wait for the one who does.
    case wait(Ticket)
    /// The page is being rendered, and this may be served meanwhile.
    case meanwhile(Page)
    /// It is being rendered, and it is some time since this was found to be servable meanwhile: look whether it is still,
    /// and ``serve(_:at:while:)`` it.
    case look(Ticket, Page)
  }

  /// What became of a flight, for those who wait.
  enum Landing: Sendable {
    case page(Page)
    /// Its leader's error, which is theirs too.
    case failed(any Error)
    /// Its leader was cancelled, or it took too long: see for yourselves.
    case abandoned
  }

  private struct Flight {
    let number: UInt64
    let end: Duration
    var meanwhile: (page: Page, seenAt: Duration)?
    var waiting: [UInt64: Waiter] = [:]
  }

  private struct Waiter {
    /// Whether it takes an old page, too.
    var takesOld: Bool
    /// `nil` for one who has boarded, and does not wait yet.
    var continuation: CheckedContinuation<Landing, Never>?
  }

  private struct State {
    var flights: [CacheKey: Flight] = [:]
    /// For those whose flight landed before they began to wait.
    var landed: [UInt64: Landing] = [:]
    var lastNumber: UInt64 = 0

    mutating func next() -> UInt64 {
      lastNumber += 1
      return lastNumber
    }

    /// - Returns: Those who wait already, in the order in which they came; the others find it when they begin to.
    mutating func tell(_ waiters: [UInt64: Waiter], _ landing: Landing) -> [CheckedContinuation<Landing, Never>] {
      waiters.sorted { $0.key < $1.key }.compactMap { number, waiter in
        if waiter.continuation == nil { landed[number] = landing }
        return waiter.continuation
      }
    }
  }

  private let state = Mutex(State())
  /// How long a page that is served meanwhile counts as just looked at.
  private static var meanwhileLimit: Duration { .seconds(1) }

  /// How many pages are wanted at this moment.
  var count: Int { state.withLock { $0.flights.count } }

  /// - Parameters:
  ///   - limit: how long a flight is waited for at most.
  ///   - takesOld: whether an old page will do, while the new one is made.
  func board(_ key: CacheKey, at uptime: Duration, limit: Duration, takesOld: Bool) -> Boarding {
    let (boarding, left) = state.withLock { state -> (Boarding, [CheckedContinuation<Landing, Never>]) in
      let number = state.next()
      if let flight = state.flights[key], flight.end > uptime {
        let ticket = Ticket(key: key, flight: flight.number, number: number, end: flight.end)
        if takesOld, let (page, seenAt) = flight.meanwhile {
          if seenAt + Self.meanwhileLimit > uptime { return (.meanwhile(page), []) }
          // One looks for all.
          state.flights[key]?.meanwhile?.seenAt = uptime
          return (.look(ticket, page), [])
        }
        state.flights[key]?.waiting[number] = Waiter(takesOld: takesOld)
        return (.wait(ticket), [])
      }
      let left = state.tell(state.flights[key]?.waiting ?? [:], .abandoned)
      let end = uptime + limit
      state.flights[key] = Flight(number: number, end: end)
      return (.lead(Ticket(key: key, flight: number, number: number, end: end)), left)
    }
    for continuation in left { continuation.resume(returning: .abandoned) }
    return boarding
  }

  /// The page is being rendered, which takes time: `page` is served meanwhile, or, with `nil`, nothing any more.
  func serve(_ page: Page?, at uptime: Duration, while ticket: Ticket) {
    let waiting = state.withLock { state -> [CheckedContinuation<Landing, Never>] in
      guard let flight = state.flights[ticket.key], flight.number == ticket.flight else { return [] }
      state.flights[ticket.key]?.meanwhile = page.map { ($0, uptime) }
      guard let page else { return [] }
      state.flights[ticket.key]?.waiting = flight.waiting.filter { !$0.value.takesOld }
      return state.tell(flight.waiting.filter { $0.value.takesOld }, .page(page))
    }
    if let page { for continuation in waiting { continuation.resume(returning: .page(page)) } }
  }

  func land(_ ticket: Ticket, _ landing: Landing) {
    let waiting = state.withLock { state -> [CheckedContinuation<Landing, Never>] in
      guard let flight = state.flights[ticket.key], flight.number == ticket.flight else { return [] }
      state.flights[ticket.key] = nil
      return state.tell(flight.waiting, landing)
    }
    for continuation in waiting { continuation.resume(returning: landing) }
  }

  /// Waits until the flight has landed, or the task is cancelled.
  func landing(of ticket: Ticket) async -> Landing {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let landing = state.withLock { state -> Landing? in
          if let landing = state.landed.removeValue(forKey: ticket.number) { return landing }
          guard state.flights[ticket.key]?.waiting[ticket.number] != nil else { return .abandoned }
          guard !Task.isCancelled else {
            state.flights[ticket.key]?.waiting[ticket.number] = nil
            return .abandoned
          }
          state.flights[ticket.key]?.waiting[ticket.number]?.continuation = continuation
          return nil
        }
        if let landing { continuation.resume(returning: landing) }
      }
    } onCancel: {
      let continuation = state.withLock { state -> CheckedContinuation<Landing, Never>? in
        guard let continuation = state.flights[ticket.key]?.waiting[ticket.number]?.continuation else { return nil }
        state.flights[ticket.key]?.waiting[ticket.number] = nil
        return continuation
      }
      continuation?.resume(returning: .abandoned)
    }
  }
}
