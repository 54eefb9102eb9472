import DynamoDB
import MutableTableTheory
import TableTheoryTesting
import Testing

@testable import Simulate

/// The cache's histories: they repeat themselves, what is right passes, and what is wrong is caught.
struct CacheSimulationTests {
  @Test("The same seed gives the same history, byte for byte")
  func determinism() {
    let scenario = CacheScenario()
    for seed in UInt64(1)...60 {
      let history = Timeline(scenario.play(seed: seed, scenario.whole).events).description
      #expect(Timeline(scenario.play(seed: seed, scenario.whole).events).description == history)
    }
  }

  @Test("The cache holds over the first histories")
  func protocolHolds() async {
    let result = await CacheScenario().search(seeds: 1..<1000, threads: 2)
    #expect(result.histories == 999)
    #expect(result.failure == nil, "\(result.failure?.report ?? "")")
  }

  @Test("Every mutant is caught within a few thousand histories", arguments: CacheMutant.allCases)
  func mutants(mutant: CacheMutant) async {
    let result = await CacheScenario(mutant: mutant).search(seeds: 1..<8000, threads: 2)
    #expect(result.failure != nil, "\(mutant.rawValue) lives")
  }

  @Test("Each way alone holds", arguments: CacheWay.allCases)
  func alone(way: CacheWay) {
    for seed in UInt64(1)...150 {
      let failure = CacheScenario().replay(seed: seed, .only(way))
      #expect(failure == nil, "\(failure?.report ?? "")")
    }
  }

  @Test("Pages are served in every way, invalidated in every way, gone back to, pruned, and their bodies swept")
  func coverage() {
    var seen: Set<String> = []
    for seed in UInt64(1)...1500 {
      for event in CacheScenario().play(seed: seed, CacheCut()).events {
        switch event.kind {
        case .note(PageNote.served(let page, _)): seen.insert(Self.word(page.source))
        case .note(InvalidationNote.acknowledged(let target, let kind, _)):
          seen.insert("\(target.isTag ? "tag" : "page") \(kind.rawValue)")
        case .note(BodyNote.deleted): seen.insert("swept")
        case .wrote(_?, let row, _, nil) where row.texts.last?.hasPrefix("VER#") == true: seen.insert("pruned")
        case .wrote(_?, let row, let before?, _?)
        where row.texts.last?.hasPrefix("VER#") == true && before["pk"] != nil:
          seen.insert("gone back to")
        default: break
        }
      }
    }
    #expect(
      seen == [
        "fresh", "stale", "refreshing", "stale, unavailable", "stale, failed", "last known", "rendered", "elsewhere",
        "unpublished", "page soft", "page hard", "tag soft", "tag hard", "swept", "pruned", "gone back to",
      ])
  }

  private static func word(_ source: Page.Source) -> String {
    switch source {
    case .fresh: "fresh"
    case .stale: "stale"
    case .staleRefreshing: "refreshing"
    case .staleUnavailable: "stale, unavailable"
    case .staleAfterFailure: "stale, failed"
    case .lastKnown: "last known"
    case .rendered: "rendered"
    case .renderedElsewhere: "elsewhere"
    case .unpublished: "unpublished"
    }
  }
}
