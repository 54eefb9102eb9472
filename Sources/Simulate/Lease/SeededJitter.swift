import Synchronization
import TableTheoryTesting

/// What a waiting process draws, from the history's seed.
final class SeededJitter: Sendable {
  private let generator: Mutex<SeededGenerator>

  init(_ generator: SeededGenerator) { self.generator = Mutex(generator) }

  func next() -> Double { generator.withLock { Double.random(in: 0..<1, using: &$0) } }
}
