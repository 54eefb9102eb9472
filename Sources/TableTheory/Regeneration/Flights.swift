import DynamoDB
import Synchronization

/// The calls of this process that want one page at the same time: one of them does what is to be done, for all.
///
/// It holds no task and starts none. A flight that takes too long is left by those who wait and is not joined any more, so
/// that a render that hangs does not keep the page from others. Nobody is given what was read a second before he came, nor
/// what a render makes that had begun before, since the page may have been invalidated; nor an old page that was read before he
/// came at all, unless this process has the lease: another one may have published a newer.
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
    /// The page is being rendered by this one, and this may be served meanwhile.
    case meanwhile(Page, LeaseHolder)
    /// It is being rendered by this one, and an old page was servable when that was looked at last: look whether it is
    /// still, and ``keepServing(_:at:while:)`` it.
    case look(Ticket, LeaseHolder)
  }

  /// What became of a flight, for those who wait.
  enum Landing: Sendable {
    case page(Page)
    /// Its leader's error, which is theirs too.
    case failed(any Error)
    /// What it has found out is too old for those who came later: do it for them, and ``land(_:_:at:)`` it.
    case lead(Ticket)
    /// Its leader was cancelled, or it took too long: see for yourselves.
    case abandoned
  }

  private struct Flight {
    let number: UInt64
    let limit: Duration
    let end: Duration
    /// When the reading began that its leader goes by.
    var seenAt: Duration
    var isRendering = false
    var meanwhile: Meanwhile?
    var waiting: [UInt64: Waiter] = [:]

    /// Whether what it lands with is too old for one that came later. Of an old page, another process may have published a
    /// newer one since it was read.
    func isTooOld(_ page: Page, for waiter: Waiter) -> Bool {
      waiter.isLate || seenAt + (page.source.isOld ? .zero : Flights.seenLimit) < waiter.boardedAt
    }
  }

  /// An old page that is served while the new one is made.
  private struct Meanwhile {
    var page: Page
    let holder: LeaseHolder
    /// When it was found to be servable.
    var seenAt: Duration
    /// Until when nobody can have published a newer one.
    var sureUntil: Duration
  }

  private struct Waiter {
    let boardedAt: Duration
    /// Whether the page was being rendered then.
    var isLate: Bool
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
    mutating func tell(_ waiters: [UInt64: Waiter], _ landing: Landing) -> [Told] {
      waiters.sorted { $0.key < $1.key }.compactMap { number, waiter in
        if let continuation = waiter.continuation { return Told(continuation: continuation, landing: landing) }
        landed[number] = landing
        return nil
      }
    }

    /// A flight of those for whom another one came too early; the first of them leads it.
    mutating func board(_ waiters: [UInt64: Waiter], of key: CacheKey, at uptime: Duration, limit: Duration) -> [Told] {
      guard let first = waiters.keys.min(), let leader = waiters[first] else { return [] }
      let flight = Flight(
        number: next(), limit: limit, end: uptime + limit, seenAt: uptime,
        waiting: waiters.filter { $0.key != first }.mapValues {
          var waiter = $0
          waiter.isLate = false
          return waiter
        })
      flights[key] = flight
      return tell([first: leader], .lead(Ticket(key: key, flight: flight.number, number: first, end: flight.end)))
    }
  }

  private struct Told {
    var continuation: CheckedContinuation<Landing, Never>
    var landing: Landing

    func resume() { continuation.resume(returning: landing) }
  }

  private let state = Mutex(State())
  /// How long what was read counts as just read.
  private static var seenLimit: Duration { .seconds(1) }

  /// How many pages are wanted at this moment.
  var count: Int { state.withLock { $0.flights.count } }

  /// - Parameters:
  ///   - limit: how long a flight is waited for at most.
  ///   - takesOld: whether an old page will do, while the new one is made.
  func board(_ key: CacheKey, at uptime: Duration, limit: Duration, takesOld: Bool) -> Boarding {
    let (boarding, left) = state.withLock { state -> (Boarding, [Told]) in
      let number = state.next()
      if let flight = state.flights[key], flight.end > uptime {
        let ticket = Ticket(key: key, flight: flight.number, number: number, end: flight.end)
        if takesOld, let meanwhile = flight.meanwhile {
          guard meanwhile.sureUntil > uptime else { return (.look(ticket, meanwhile.holder), []) }
          let isJustSeen = meanwhile.seenAt + Self.seenLimit > uptime
          guard isJustSeen else { return (.look(ticket, meanwhile.holder), []) }
          return (.meanwhile(meanwhile.page, meanwhile.holder), [])
        }
        state.flights[key]?.waiting[number] = Waiter(
          boardedAt: uptime, isLate: flight.isRendering, takesOld: takesOld)
        return (.wait(ticket), [])
      }
      let left = state.tell(state.flights[key]?.waiting ?? [:], .abandoned)
      let end = uptime + limit
      state.flights[key] = Flight(number: number, limit: limit, end: end, seenAt: uptime)
      return (.lead(Ticket(key: key, flight: number, number: number, end: end)), left)
    }
    for waiter in left { waiter.resume() }
    return boarding
  }

  /// The page is read again.
  func read(at uptime: Duration, while ticket: Ticket) {
    state.withLock { state in
      guard state.flights[ticket.key]?.number == ticket.flight else { return }
      state.flights[ticket.key]?.seenAt = uptime
    }
  }

  /// The page is being rendered from now on.
  ///
  /// - Parameters:
  ///   - page: is served meanwhile.
  ///   - holder: the one who renders.
  ///   - end: when it is not sure any more that nobody else publishes.
  func render(
    serving page: Page?, holder: LeaseHolder, until end: Duration, while ticket: Ticket
  ) {
    let waiting = state.withLock { state -> [Told] in
      guard let flight = state.flights[ticket.key], flight.number == ticket.flight else { return [] }
      state.flights[ticket.key]?.isRendering = true
      guard let page else { return [] }
      state.flights[ticket.key]?.meanwhile = Meanwhile(
        page: page, holder: holder, seenAt: flight.seenAt, sureUntil: end)
      let served = flight.waiting.filter { $0.value.takesOld && $0.value.boardedAt <= flight.seenAt + Self.seenLimit }
      state.flights[ticket.key]?.waiting = flight.waiting.filter { served[$0.key] == nil }
      return state.tell(served, .page(page))
    }
    for waiter in waiting { waiter.resume() }
  }

  /// The page may be published from now on: who is served the old one meanwhile has looked for himself.
  func publish(while ticket: Ticket) {
    state.withLock { state in
      guard state.flights[ticket.key]?.number == ticket.flight else { return }
      state.flights[ticket.key]?.meanwhile?.sureUntil = .zero
    }
  }

  /// This is what is served meanwhile, as far as somebody has just seen; with `nil` nothing any more.
  func keepServing(_ page: Page?, at uptime: Duration, while ticket: Ticket) {
    state.withLock { state in
      guard state.flights[ticket.key]?.number == ticket.flight else { return }
      guard let page else {
        state.flights[ticket.key]?.meanwhile = nil
        return
      }
      state.flights[ticket.key]?.meanwhile?.page = page
      state.flights[ticket.key]?.meanwhile?.seenAt = uptime
    }
  }

  func land(_ ticket: Ticket, _ landing: Landing, at uptime: Duration) {
    let waiting = state.withLock { state -> [Told] in
      guard let flight = state.flights[ticket.key], flight.number == ticket.flight else { return [] }
      state.flights[ticket.key] = nil
      guard case .page(let page) = landing else { return state.tell(flight.waiting, landing) }
      let late = flight.waiting.filter { flight.isTooOld(page, for: $0.value) }
      return state.tell(flight.waiting.filter { late[$0.key] == nil }, landing)
        + state.board(late, of: ticket.key, at: uptime, limit: flight.limit)
    }
    for waiter in waiting { waiter.resume() }
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
