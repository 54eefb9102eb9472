import DynamoDB
import MutableTableTheory
import TableTheoryTesting
import Testing

@testable import Simulate

/// The ways in which the simulated workers use the library: each is played, and all that can come of it does.
struct LeaseWayTests {
  /// What was said in the first histories in which everything else is left out.
  private func notes(of way: LeaseWay, seeds: ClosedRange<UInt64>) -> [any HistoryNote] {
    seeds.flatMap { seed in
      LeaseScenario().play(seed: seed, .only(way)).events.compactMap { event in
        if case .note(let note) = event.kind { note } else { nil }
      }
    }
  }

  @Test("Each way alone holds", arguments: LeaseWay.allCases)
  func alone(way: LeaseWay) {
    for seed in UInt64(1)...300 {
      let failure = LeaseScenario().replay(seed: seed, .only(way))
      #expect(failure == nil, "\(failure?.report ?? "")")
    }
  }

  @Test("Work is done, cancelled by its caller, at its limit and for its lease, and leases end in every way")
  func work() {
    let notes = notes(of: .work, seeds: 1...400).compactMap { $0 as? WorkNote }
    var seen: Set<String> = []
    for note in notes {
      switch note {
      case .holds: seen.insert("holds")
      case .stopped(_, let stop) where !stop.isCancelled: seen.insert("done")
      case .stopped(_, let stop) where stop.isCallersWish: seen.insert("caller")
      case .stopped(_, let stop) where stop.isAtLimit: seen.insert("limit")
      case .stopped: seen.insert("lost")
      case .ended(_, .released): seen.insert("ended released")
      case .ended(_, .lost): seen.insert("ended lost")
      case .ended(_, .unknown): seen.insert("ended unknown")
      case .told: seen.insert("told")
      case .refused: seen.insert("refused")
      case .quiet: seen.insert("quiet")
      }
    }
    #expect(
      seen == [
        "holds", "done", "caller", "limit", "lost", "ended released", "ended lost", "ended unknown", "told", "refused",
        "quiet",
      ])
  }

  @Test("Pages are served in every way")
  func pages() {
    let notes = notes(of: .pages, seeds: 1...400).compactMap { $0 as? PageNote }
    var seen: Set<String> = []
    for note in notes {
      switch note {
      case .renders, .rendered: break
      case .gaveUp: seen.insert("gave up")
      case .notServed: seen.insert("nothing")
      case .served(let page, _):
        switch page.source {
        case .fresh: seen.insert("fresh")
        case .stale: seen.insert("stale")
        case .staleRefreshing, .lastKnown: break
        case .staleAfterFailure: seen.insert("stale, failed")
        case .staleUnavailable: seen.insert("stale, unavailable")
        case .rendered: seen.insert("rendered")
        case .renderedElsewhere: seen.insert("elsewhere")
        case .unpublished: seen.insert("unpublished")
        }
      }
    }
    #expect(
      seen == [
        "gave up", "nothing", "fresh", "stale", "stale, unavailable", "stale, failed", "rendered", "elsewhere",
        "unpublished",
      ])
  }

  @Test("Nobody's mutants are at work in the histories of the shipped code")
  func shipped() {
    #expect(CodeMutant.current == nil)
    #expect(LeaseMutant.allCases.count { $0.code != nil } >= 12)
  }
}
