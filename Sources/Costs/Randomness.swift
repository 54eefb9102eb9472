import Synchronization
import TableTheory
import TableTheoryTesting

/// Numbers of one sequence for whoever asks.
final class SharedRandom: Sendable {
  private let generator: Mutex<SeededGenerator>

  init(_ generator: SeededGenerator) { self.generator = Mutex(generator) }

  /// From 0 to 1.
  func next() -> Double { generator.withLock { .random(in: 0..<1, using: &$0) } }
}

/// `a-1`, `a-2` ... as long as real ones, for the rows' sizes are what counts.
final class CountedTokens: TokenSource {
  private let prefix: String
  private let count = Mutex(0)

  init(_ prefix: String) { self.prefix = prefix }

  func next() -> String {
    let number = count.withLock { count in
      count += 1
      return count
    }
    let text = "\(prefix)-\(number)"
    return text + String(repeating: "0", count: max(0, 36 - text.utf8.count))
  }
}
