import DynamoDB
import MutableTableTheory
import TableTheoryTesting

extension LeaseProcess {
  /// Has the library keep the lease while work runs; the caller leaves at times before it is done.
  func work(on key: CacheKey, _ generator: inout SeededGenerator) async {
    let job = LeasedJob(self, &generator)
    let patience = generator.chance(perMille: 150) ? generator.duration(from: .zero, to: settings.duration * 2) : nil
    await Caller.run(in: worker.world, patience: patience) { caller in await job.run(on: key, calledBy: caller) }
  }
}
