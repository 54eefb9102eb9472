import DynamoDB
import Synchronization

/// Everything that happened in one history, in its order: requests, faults, each committed write with the row before and
/// after it, answers, and what the code under test noted.
///
/// A property is a function of ``events``.
public final class Ledger: Sendable {
  private struct State {
    var events: [HistoryEvent] = []
    var requests: [String: Int] = [:]
    var units = 0.0
  }

  private let state = Mutex(State())
  private let scheduler: SeededScheduler

  init(_ scheduler: SeededScheduler) { self.scheduler = scheduler }

  /// In their order.
  public var events: [HistoryEvent] { state.withLock { $0.events } }

  /// Hands the events over and keeps none.
  ///
  /// Notes may hold what holds the world, a lease its worker's clock say: a world that keeps them is never freed. Whoever
  /// plays many histories takes them at the end of each.
  public func takeEvents() -> [HistoryEvent] {
    state.withLock { state in
      defer { state.events = [] }
      return state.events
    }
  }

  /// How many requests of each operation were carried out or refused by the table: what DynamoDB would charge for.
  public var requests: [String: Int] { state.withLock { $0.requests } }

  /// The capacity units of what was carried out, where requests asked for them (`ReturnConsumedCapacity`). A refused
  /// condition costs what its write would have, and its answer does not say how much.
  public var capacityUnits: Double { state.withLock { $0.units } }

  /// Writes down what the code under test says.
  public func note(_ note: any HistoryNote, by worker: String) { record(.note(note), by: worker) }

  func record(_ kind: HistoryEvent.Kind, by worker: String) {
    let event = HistoryEvent(time: scheduler.uptime, worker: worker, kind: kind)
    state.withLock { $0.events.append(event) }
  }

  func charge(_ operation: String, _ capacities: [ConsumedCapacity]) {
    state.withLock { state in
      state.requests[operation, default: 0] += 1
      for capacity in capacities { state.units += capacity.units }
    }
  }
}
