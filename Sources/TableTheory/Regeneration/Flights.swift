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
  }

  enum Boarding: Sendable {
    /// Do it, and ``land(_:_:)``.
    case lead(Ticket)
    /// Wait for the one who does.
    case wait(Ticket)
    /// The page is being rendered, and this may be served meanwhile.
    case meanwhile(Page)
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
    let startedAt: Duration
    var meanwhile: Page?
    var waiting: [UInt64: Waiter] = [:]
  }

  private enum Waiter {
    /// Has boarded, and does not wait yet.
    case boarded
    case waits(CheckedContinuation<Landing, Never>)
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

    /// - Returns: Those who wait already; the others find it when they begin to.
    mutating func tell(
      _ waiters: [UInt64: Waiter], _ landing: Landing
    ) -> [CheckedContinuation<Landing, Never>] {
      waiters.compactMap { number, waiter in
        if case .waits(let continuation) = waiter { return continuation }
        landed[number] = landing
        return nil
      }
    }
  }

  private let state = Mutex(State())

  /// How many pages are wanted at this moment.
  var count: Int { state.withLock { $0.flights.count } }

  /// - Parameter moment: flights that began before are not joined, by uptime.
  func board(_ key: CacheKey, at uptime: Duration, startedSince moment: Duration) -> Boarding {
    let (boarding, left) = state.withLock { state -> (Boarding, [CheckedContinuation<Landing, Never>]) in
      let number = state.next()
      if let flight = state.flights[key], flight.startedAt >= moment {
        if let page = flight.meanwhile { return (.meanwhile(page), []) }
        state.flights[key]?.waiting[number] = .boarded
        return (.wait(Ticket(key: key, flight: flight.number, number: number)), [])
      }
      let left = state.tell(state.flights[key]?.waiting ?? [:], .abandoned)
      state.flights[key] = Flight(number: number, startedAt: uptime)
      return (.lead(Ticket(key: key, flight: number, number: number)), left)
    }
    for continuation in left { continuation.resume(returning: .abandoned) }
    return boarding
  }

  /// The leader begins to render, which takes time: those who wait are served `page`, and whoever comes.
  func serve(_ page: Page, while ticket: Ticket) {
    tell(ticket, .page(page)) { $0?.meanwhile = page }
  }

  func land(_ ticket: Ticket, _ landing: Landing) {
    tell(ticket, landing) { $0 = nil }
  }

  private func tell(_ ticket: Ticket, _ landing: Landing, _ change: (inout Flight?) -> Void) {
    let waiting = state.withLock { state -> [CheckedContinuation<Landing, Never>] in
      guard let flight = state.flights[ticket.key], flight.number == ticket.flight else { return [] }
      state.flights[ticket.key]?.waiting = [:]
      change(&state.flights[ticket.key])
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
          state.flights[ticket.key]?.waiting[ticket.number] = .waits(continuation)
          return nil
        }
        if let landing { continuation.resume(returning: landing) }
      }
    } onCancel: {
      let continuation = state.withLock { state -> CheckedContinuation<Landing, Never>? in
        guard case .waits(let continuation) = state.flights[ticket.key]?.waiting[ticket.number] else { return nil }
        state.flights[ticket.key]?.waiting[ticket.number] = nil
        return continuation
      }
      continuation?.resume(returning: .abandoned)
    }
  }
}
