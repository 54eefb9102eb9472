import DynamoDB
import Synchronization

@testable import AWSDynamoDB

/// Gives credentials named `1`, `2`, ... as often as it is asked, or what a script says; holds callers up while its gate
/// is closed.
final class ScriptedProvider: CredentialsProvider {
  typealias Reply = @Sendable (Int) -> Result<Credentials, CredentialsError>

  private struct State {
    var calls = 0
    var inside = 0
    var mostInside = 0
    var isOpen = true
  }

  private let state = Mutex(State())
  private let reply: Reply

  init(_ reply: @escaping Reply) { self.reply = reply }

  /// Credentials that live for `lifetime` from when they are asked for.
  convenience init(lifetime: Duration, _ time: any TimeSource) {
    self.init { .success(.numbered($0, expiration: time.now + lifetime)) }
  }

  var calls: Int { state.withLock { $0.calls } }
  /// How many callers there were at once, at most.
  var mostAtOnce: Int { state.withLock { $0.mostInside } }

  /// How many callers there are.
  var inside: Int { state.withLock { $0.inside } }

  func close() { state.withLock { $0.isOpen = false } }
  func open() { state.withLock { $0.isOpen = true } }

  func credentials() async throws(CredentialsError) -> Credentials {
    let call = state.withLock { state in
      state.calls += 1
      state.inside += 1
      state.mostInside = max(state.mostInside, state.inside)
      return state.calls
    }
    defer { state.withLock { $0.inside -= 1 } }
    while !state.withLock({ $0.isOpen }) {
      if Task.isCancelled { throw .cancelled }
      await Task.yield()
    }
    return try reply(call).get()
  }
}

extension Credentials {
  static func numbered(_ number: Int, expiration: Timestamp? = nil) -> Credentials {
    Credentials(accessKeyID: "\(number)", secretAccessKey: "s", expiration: expiration)
  }
}

/// Yields until something is so, or the test's time is up.
func until(_ condition: () -> Bool) async {
  while !condition(), !Task.isCancelled { await Task.yield() }
}
