import DynamoDB
import MutableTableTheory
import TableTheoryTesting

extension LeaseProcess {
  /// Several callers ask for a page at once; it is made anew where it has to be.
  func visit(_ key: CacheKey, _ generator: inout SeededGenerator) async {
    let jitter = SeededJitter(SeededGenerator(seed: generator.next(), label: "visits"))
    let configuration = Regenerator.Configuration(
      leaseDuration: settings.duration, contention: generator.pick([.serveStale, .wait]),
      waitingUpTo: generator.duration(from: .milliseconds(500), to: .seconds(4)),
      polling: Polling(
        shortestPause: generator.duration(from: .milliseconds(200), to: .milliseconds(600)), longestPause: .seconds(1),
        jitter: { jitter.next() }),
      lateness: generator.pick([.refused, .acceptedIfUnchallenged]))
    await withTaskGroup(of: Void.self) { group in
      for _ in 0...generator.index(below: 3) {
        let visit = PageVisit(
          self, Regenerator(pages, configuration: configuration), waiting: configuration.waitingUpTo, &generator
        ) { lease in
          Publication(objectKey: "\(lease.token).html", revalidateAfter: settings.freshFor)
        }
        let patience = generator.chance(perMille: 150) ? generator.duration(from: .zero, to: .seconds(2)) : nil
        group.addTask {
          await Caller.run(in: worker.world, patience: patience) { caller in
            await visit.run(on: key, calledBy: caller)
          }
        }
      }
    }
  }
}
