import MutableTableTheory
import Synchronization

/// Tokens that a history repeats: `w1.2-3` is the third of the worker's second life.
final class NamedTokens: TokenSource {
  private let name: String
  private let count = Mutex(0)

  init(_ name: String) { self.name = name }

  func next() -> String {
    let number = count.withLock { count in
      count += 1
      return count
    }
    return "\(name)-\(number)"
  }
}

/// A mutant's tokens: always the same one for a lease.
struct OneToken: TokenSource {
  let name: String

  func next() -> String { name }
}
