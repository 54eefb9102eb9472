import DynamoDB
import MutableTableTheory
import TableTheoryTesting

@testable import Simulate

/// Whether what workers were told agrees with what was written: no lease is acknowledged that no row ever had.
///
/// Of publications ``LeaseProperties`` says the same.
enum Acknowledgements {
  static func check(_ events: [HistoryEvent]) -> [Violation] {
    var fences: [String: Set<Int64>] = [:]
    var violations: [Violation] = []
    for event in events {
      switch event.kind {
      case .wrote(_, _, _, let after?):
        if let token = after["lease_token"]?.string, let fence = after["fence"]?.integer {
          fences[token, default: []].insert(fence)
        }
      case .note(LeaseNote.acquired(let lease, _)):
        if fences[lease.token]?.contains(lease.fence) != true {
          violations.append(
            Violation(
              "what was acknowledged was written", "no row of \(lease.key) had \(lease.token), fence \(lease.fence)",
              at: event.time))
        }
      default: break
      }
    }
    return violations
  }
}
