import Synchronization
import TableTheoryTesting

/// What a process draws while it runs, from the history's seed.
final class SeededJitter: Sendable {
  private let generator: Mutex<SeededGenerator>

  init(_ generator: SeededGenerator) { self.generator = Mutex(generator) }

  func next() -> Double { draw { Double.random(in: 0..<1, using: &$0) } }

  func draw<Value>(_ body: (inout SeededGenerator) -> Value) -> Value { generator.withLock { body(&$0) } }
}
