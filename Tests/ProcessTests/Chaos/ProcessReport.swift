import TableTheoryTesting

@testable import Simulate

/// What a run came to.
struct ProcessReport: Sendable {
  let seed: UInt64
  let elapsed: Duration
  let events: [HistoryEvent]
  let violations: [Violation]
  let figures: ProcessFigures

  /// For readers: the seed, what was broken, and the timeline of the page that the first violation is about.
  var description: String {
    let lines = violations.prefix(20).map { "  \($0)\($0.time.map { " (at \($0))" } ?? "")" }
    return """
      seed \(seed), after \(elapsed): \(violations.count) violations; \(figures)
      \(lines.joined(separator: "\n"))
      \(violations.first.map { Timeline(timeline(of: $0)).description } ?? "")
      """
  }

  /// The last things that happened to the page until then.
  private func timeline(of violation: Violation) -> [HistoryEvent] {
    let past = events.filter { event in violation.time.map { event.time <= $0 } ?? true }
    guard let page = past.last(where: { $0.page != nil && $0.time == violation.time })?.page ?? past.last?.page else {
      return past.suffix(60)
    }
    return past.filter { $0.page == page }.suffix(60)
  }
}

extension HistoryEvent {
  fileprivate var page: String? {
    switch kind {
    case .wrote(_, let row, _, _): row.texts.first
    case .note(let note as LeaseNote): note.page
    default: nil
    }
  }
}
