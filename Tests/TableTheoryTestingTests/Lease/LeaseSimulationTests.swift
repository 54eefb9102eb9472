import TableTheoryTesting
import Testing

@testable import Simulate

/// The simulator itself: that it repeats itself, that it passes what is right, and that it catches what is wrong.
struct LeaseSimulationTests {
  @Test("The same seed gives the same history, byte for byte")
  func determinism() {
    let scenario = LeaseScenario()
    for seed in UInt64(1)...60 {
      let history = Timeline(scenario.play(seed: seed, scenario.whole).events).description
      #expect(Timeline(scenario.play(seed: seed, scenario.whole).events).description == history)
    }
  }

  @Test("The protocol holds over the first histories")
  func protocolHolds() async {
    let result = await LeaseScenario().search(seeds: 1..<1000, threads: 2)
    #expect(result.histories == 999)
    #expect(result.failure == nil, "\(result.failure?.report ?? "")")
  }

  @Test("Every mutant is caught within a few thousand histories", arguments: LeaseMutant.allCases)
  func mutants(mutant: LeaseMutant) async {
    // A copy has to be late by seconds, and another worker to be in time for it: seldom, and most often by hand.
    let isSeldom = mutant == .lateCopiesShorten
    let scenario = LeaseScenario(mutant: mutant, whole: isSeldom ? .only(.byHand) : LeaseCut())
    let result = await scenario.search(seeds: 1..<(isSeldom ? 20_000 : 4000), threads: 2)
    #expect(result.failure != nil, "\(mutant.rawValue) lives")
  }

  @Test(
    "Properties that a mutant breaks behind others are broken all the same",
    arguments: [
      (LeaseMutant.neverTakeOver, "a key is free when its lease and the margin are over"),
      (.publishUnconditionally, "at most one publication per token"),
    ])
  func properties(mutant: LeaseMutant, property: String) {
    let scenario = LeaseScenario(mutant: mutant)
    let broken = Set((UInt64(1)...200).flatMap { scenario.play(seed: $0, scenario.whole).violations.map(\.property) })
    #expect(broken.contains(property), "only \(broken.sorted())")
  }

  @Test("The failing history that is found does not depend on the number of threads")
  func threads() async {
    let scenario = LeaseScenario(mutant: .ignoreMargin)
    let one = await scenario.search(seeds: 1..<1000, threads: 1)
    let three = await scenario.search(seeds: 1..<1000, threads: 3)
    #expect(one.failure?.seed == three.failure?.seed)
    #expect(one.failure?.report == three.failure?.report)
  }

  @Test("A failing history is shrunk to a smaller one, which fails when it is played again")
  func shrinking() async throws {
    let scenario = LeaseScenario(mutant: .releaseWithoutToken)
    let failure = try #require(await scenario.search(seeds: 1..<1000, threads: 2).failure)
    let small = scenario.shrink(failure, attempts: 30)
    #expect(small.history.events.count <= failure.history.events.count)
    #expect(small.cut != scenario.whole)
    #expect(small.history.violations.contains { $0.property == failure.history.violations[0].property })
    let again = try #require(scenario.replay(seed: small.seed, small.cut))
    #expect(again.report == small.report)
    #expect(small.report.hasPrefix("seed \(small.seed), "))
  }
}
