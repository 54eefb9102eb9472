import DynamoDB
import Synchronization
import TableTheory
import TableTheoryTesting
import Testing

@testable import Command

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The estimate against a day of the package's own code over the embedded engine, in virtual time.
@Suite("A simulated day", .timeLimit(.minutes(5)))
struct SimulatedDayTests {
  private static let day = 86_400.0

  private var workload: Workload {
    var workload = Workload(pages: 5, requestsPerSecond: 0.2, revalidateSeconds: 120)
    workload.instances = 3
    workload.hotShare = 0.5
    workload.renderSeconds = 4
    return workload
  }

  @Test("Requests, units and renders are what the estimate says", arguments: CacheLayout.allCases)
  func day(layout: CacheLayout) throws {
    let estimate = Estimate(of: workload, in: layout)
    let (bill, renders) = try played(layout)
    func check(_ what: Comment, _ measured: Double, _ estimated: Double, within part: Double) {
      #expect(
        abs(measured / Self.day - estimated) < part * estimated, "\(what): \(measured / Self.day), \(estimated)")
    }
    check("requests", Double(bill.requestCount), estimate.load.requests, within: 0.03)
    check("read units", bill.readUnits, estimate.load.readUnits, within: 0.03)
    check("write units", bill.writeUnits, estimate.load.writeUnits, within: 0.05)
    check("renders", Double(renders), estimate.load.renders, within: 0.03)
  }

  private func played(_ layout: CacheLayout) throws -> (CapacityMeter.Bill, Int) {
    let workload = workload
    let world = SimulatedWorld(
      seed: 1, faults: FaultPlan(perMille: 0, kinds: [], latency: .milliseconds(5), sweepInterval: nil),
      limits: .init(jobs: 100_000_000))
    let renders = Renders()
    let bill = try world.run { () async throws -> CapacityMeter.Bill in
      try await CacheTable("pages", on: world.engine, layout: layout, time: world.scheduler).createIfMissing()
      let meters = try await withThrowingTaskGroup(of: CapacityMeter.self) { group in
        for instance in 1...workload.instances {
          group.addTask {
            try await Visitors(of: instance, in: world, layout: layout, workload).ask(renders)
          }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      _ = world.ledger.takeEvents()
      return meters.map { $0.take() }.reduce(into: CapacityMeter.Bill()) { sum, bill in
        sum.requests.merge(bill.requests, uniquingKeysWith: +)
        sum.readUnits += bill.readUnits
        sum.writeUnits += bill.writeUnits
      }
    }
    return (bill, renders.count)
  }
}

/// How many pages were made.
private final class Renders: Sendable {
  private let state = Mutex(0)
  var count: Int { state.withLock(\.self) }
  func add() { state.withLock { $0 += 1 } }
}

/// Those who ask one instance for pages, at random moments.
private struct Visitors {
  let world: SimulatedWorld
  let workload: Workload
  let meter: CapacityMeter
  let regenerator: Regenerator
  var generator: SeededGenerator

  init(of instance: Int, in world: SimulatedWorld, layout: CacheLayout, _ workload: Workload) {
    self.world = world
    self.workload = workload
    let worker = world.worker("i\(instance)")
    meter = CapacityMeter(worker.client)
    regenerator = Regenerator(CacheTable("pages", on: meter, layout: layout, time: worker))
    generator = world.generator("visitors of \(instance)")
  }

  func ask(_ renders: Renders) async throws -> CapacityMeter {
    var generator = generator
    let rate = workload.requestsPerSecond / Double(workload.instances)
    try await withThrowingTaskGroup(of: Void.self) { group in
      while world.scheduler.uptime < .seconds(86_400) {
        try await world.scheduler.sleep(for: .seconds(Self.exponential(&generator) / rate))
        let page = page(&generator)
        group.addTask { [regenerator, world, workload] in
          _ = try await regenerator.entry(for: CacheKey("page-\(page)")) { _ in
            renders.add()
            try await world.scheduler.sleep(for: .seconds(workload.renderSeconds))
            return Publication(
              objectKey: "pages/\(page)/0123456789abcdef", revalidateAfter: .seconds(Int64(workload.revalidateSeconds)))
          }
        }
      }
      try await group.waitForAll()
    }
    return meter
  }

  private func page(_ generator: inout SeededGenerator) -> Int {
    if generator.index(below: 1000) < Int(workload.hotShare * 1000) { return 0 }
    return 1 + generator.index(below: workload.pages - 1)
  }

  /// A pause of 1 on average.
  private static func exponential(_ generator: inout SeededGenerator) -> Double {
    -log(Double(generator.index(below: 1_000_000) + 1) / 1_000_000)
  }
}
