import DynamoDB
import MutableTableTheory
import TableTheoryTesting
import Testing

@testable import Simulate

/// The histories of idempotent requests: they repeat themselves, what is right passes, and what is wrong is caught.
struct RequestSimulationTests {
  @Test("The same seed gives the same history, byte for byte")
  func determinism() {
    let scenario = RequestScenario()
    for seed in UInt64(1)...60 {
      let history = Timeline(scenario.play(seed: seed, scenario.whole).events).description
      #expect(Timeline(scenario.play(seed: seed, scenario.whole).events).description == history)
    }
  }

  @Test("The protocol holds over the first histories")
  func protocolHolds() async {
    let result = await RequestScenario().search(seeds: 1..<1000, threads: 2)
    #expect(result.histories == 999)
    #expect(result.failure == nil, "\(result.failure?.report ?? "")")
  }

  @Test("Every mutant is caught within a few thousand histories", arguments: RequestMutant.allCases)
  func mutants(mutant: RequestMutant) async {
    let result = await RequestScenario(mutant: mutant).search(seeds: 1..<4000, threads: 2)
    #expect(result.failure != nil, "\(mutant.rawValue) lives")
  }

  @Test(
    "Properties that a mutant breaks behind others are broken all the same",
    arguments: [
      (RequestMutant.beginUnconditionally, "a completed record stays until it expires"),
      (.beginUnconditionally, "the effect of a completed key happens once"),
      (.beginUnconditionally, "one at work at a time"),
      (.restartIsNotTold, "an effect that happens again is seen by somebody"),
      (.neverTakeOver, "a key is free when its time and the margin are over"),
      (.pageWithoutRecord, "a page and its request's record are made together"),
      (.everyCancellationIsLost, "only what is lost is called lost"),
    ])
  func properties(mutant: RequestMutant, property: String) {
    let scenario = RequestScenario(mutant: mutant)
    let broken = Set((UInt64(1)...600).flatMap { scenario.play(seed: $0, scenario.whole).violations.map(\.property) })
    #expect(broken.contains(property), "only \(broken.sorted())")
  }

  @Test("Each way alone holds", arguments: RequestWay.allCases)
  func alone(way: RequestWay) {
    for seed in UInt64(1)...150 {
      let failure = RequestScenario().replay(seed: seed, .only(way))
      #expect(failure == nil, "\(failure?.report ?? "")")
    }
  }

  @Test("Callers are told all that there is to be told")
  func coverage() {
    var seen: Set<String> = []
    for seed in UInt64(1)...2000 {
      for event in RequestScenario().play(seed: seed, RequestCut()).events {
        guard case .note(RequestNote.told(_, let outcome, _)) = event.kind else { continue }
        seen.insert(Self.word(outcome))
      }
    }
    #expect(
      seen.isSuperset(of: [
        "done", "done before", "failed", "failed before", "failed, unrecorded", "taken", "not renewed", "limit",
        "overtaken", "unrecorded", "in progress", "mismatch", "freed",
      ]), "only \(seen.sorted())")
  }

  private static func word(_ outcome: RequestNote.Outcome) -> String {
    switch outcome {
    case .done(_, let isReplayed, _): isReplayed ? "done before" : "done"
    case .failed(let isReplayed): isReplayed ? "failed before" : "failed"
    case .failedUnrecorded: "failed, unrecorded"
    case .lost(.taken): "taken"
    case .lost(.notRenewed): "not renewed"
    case .lost(.limitReached): "limit"
    case .overtaken: "overtaken"
    case .unrecorded: "unrecorded"
    case .notBegun(.inProgress): "in progress"
    case .notBegun(.mismatch): "mismatch"
    case .notBegun: "not begun"
    case .freed: "freed"
    }
  }
}
