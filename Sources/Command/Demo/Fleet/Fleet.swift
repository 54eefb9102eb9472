import Synchronization

/// Which workers there are, and which of them can be asked.
final class Fleet: Sendable {
  struct Member: Hashable, Sendable {
    enum State: Hashable, Sendable {
      case starting
      case serving(port: Int)
      case ended
      /// By us, or by whoever can send it a signal.
      case killed
    }

    var number: Int
    var process: Int32?
    var state = State.starting
    /// How many requests it has answered.
    var requests = 0
  }

  private let state: Mutex<[Member]>

  init(count: Int) { state = Mutex((1...count).map { Member(number: $0) }) }

  var members: [Member] { state.withLock { $0 } }
  var count: Int { state.withLock { $0.count } }

  func update(_ number: Int, _ change: (inout Member) -> Void) {
    state.withLock { change(&$0[number - 1]) }
  }

  /// A worker that serves: the `turn`-th in a round of all that are alive.
  ///
  /// - Returns: Its number and port, or `nil` where nobody is left.
  func worker(at turn: Int) -> (number: Int, port: Int)? {
    state.withLock { members in
      let serving = members.compactMap { member -> (number: Int, port: Int)? in
        if case .serving(let port) = member.state { (member.number, port) } else { nil }
      }
      return serving.isEmpty ? nil : serving[turn % serving.count]
    }
  }
}
