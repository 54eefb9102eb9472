/// Who sleeps until when, the next one last.
struct Sleepers {
  struct Sleeper {
    enum Continuation {
      case cancellable(CheckedContinuation<Void, any Error>)
      case deaf(CheckedContinuation<Void, Never>)
    }

    var moment: Duration
    var ticket: UInt64
    var continuation: Continuation

    func resume() {
      switch continuation {
      case .cancellable(let continuation): continuation.resume()
      case .deaf(let continuation): continuation.resume()
      }
    }

    func resume(throwing error: CancellationError) {
      switch continuation {
      case .cancellable(let continuation): continuation.resume(throwing: error)
      case .deaf(let continuation): continuation.resume()
      }
    }
  }

  private var sleepers: [Sleeper] = []
  private var tickets: UInt64 = 0

  var count: Int { sleepers.count }

  /// When the next one wakes up.
  var nextMoment: Duration? { sleepers.last?.moment }

  /// What names a sleeper before it sleeps.
  mutating func nextTicket() -> UInt64 {
    tickets += 1
    return tickets
  }

  mutating func add(_ continuation: Sleeper.Continuation, until moment: Duration, ticket: UInt64) {
    var low = 0
    var high = sleepers.count
    while low < high {
      let middle = (low + high) / 2
      if sleepers[middle].moment > moment { low = middle + 1 } else { high = middle }
    }
    sleepers.insert(Sleeper(moment: moment, ticket: ticket, continuation: continuation), at: low)
  }

  mutating func remove(_ ticket: UInt64) -> Sleeper? {
    sleepers.firstIndex { $0.ticket == ticket }.map { sleepers.remove(at: $0) }
  }

  /// All whose time has come; the scheduler draws their order.
  mutating func wake(at moment: Duration) -> [Sleeper] {
    var woken: [Sleeper] = []
    while nextMoment.map({ $0 <= moment }) ?? false { woken.append(sleepers.removeLast()) }
    return woken
  }

  mutating func removeAll() -> [Sleeper] {
    defer { sleepers = [] }
    return sleepers
  }
}
