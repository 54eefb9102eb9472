import DynamoDB

/// The visitors of the site: several at once, each taking the next request of one schedule.
struct Load: Sendable {
  let visitor: Visitor
  let schedule: Schedule
  let pages: [SitePage]
  let clients: Int
  let seed: UInt64
  let time: any TimeSource
  /// Whether the run goes on although its amount is reached.
  let goesOn: @Sendable () -> Bool

  /// Sends requests until the schedule ends, and returns when the last one is answered.
  func run() async {
    let zipf = Zipf(count: pages.count)
    await withDiscardingTaskGroup { group in
      for _ in 0..<clients {
        group.addTask {
          while !Task.isCancelled, let next = schedule.next(at: time.uptime, goesOn: goesOn()) {
            let pause = next.at - time.uptime
            if pause > .zero { try? await time.sleep(for: pause) }
            var numbers = SplitMix64(seed: seed, skipping: next.number)
            let page = pages[zipf.rank(of: Double.random(in: 0..<1, using: &numbers))]
            await visitor.visit(page, turn: next.number, isCounted: true)
          }
        }
      }
    }
  }
}
