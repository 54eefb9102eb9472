import DynamoDB
import Synchronization
import TableTheory
import TableTheoryTesting

/// The ways of serving a page, each measured in a world of its own.
enum CostTable {
  static func measured() throws -> [CostRow] {
    try CacheLayout.allCases.flatMap { layout in
      [
        try hit(layout, consistent: false), try hit(layout, consistent: true), try hitWithinWindow(layout),
        try regeneration(layout), try callersOfOneProcess(layout, .serveStale), try callersOfOneProcess(layout, .wait),
        try processes(layout), try holderKilled(layout),
      ]
    }
  }

  private static let fresh = Duration.seconds(60)
  private static let renderTime = Duration.seconds(1)

  private static func publication(_ name: String) -> Publication {
    Publication(
      objectKey: "pages/\(name)/0123456789abcdef0123456789abcdef", revalidateAfter: fresh,
      etag: "\"0123456789abcdef0123456789abcdef\"", status: 200, contentType: "text/html; charset=utf-8")
  }

  private static func world() -> SimulatedWorld {
    SimulatedWorld(
      seed: 1, faults: FaultPlan(perMille: 0, kinds: [], latency: .milliseconds(5), sweepInterval: nil),
      limits: .init(jobs: 2_000_000))
  }

  /// Plays in a world whose page `home` was published, and is `age` old.
  private static func play(
    _ path: String, _ layout: CacheLayout, age: Duration = .zero,
    _ body: @escaping @Sendable (SimulatedWorld, CostProcess, Renders) async throws -> CapacityMeter.Bill
  ) throws -> CostRow {
    let world = world()
    let renders = Renders()
    let (bill, duration) = try world.run {
      let a = CostProcess("a", in: world, layout: layout)
      try await CacheTable("pages", on: world.engine, layout: layout, time: world.scheduler).createIfMissing()
      _ = try await a.regenerator.entry(for: "home") { _ in publication("first") }
      if age > .zero { try await world.scheduler.sleep(for: age) }
      _ = a.meter.take()
      let start = world.scheduler.uptime
      let bill = try await body(world, a, renders)
      return (bill, world.scheduler.uptime - start)
    }
    return CostRow(path: path, layout: layout, bill: bill, renders: renders.count, duration: duration)
  }

  /// Counts renders, each of which takes a second.
  final class Renders: Sendable {
    private let counted = Mutex(0)
    var count: Int { counted.withLock { $0 } }

    func render(_ process: CostProcess, in world: SimulatedWorld) async throws -> Publication {
      counted.withLock { $0 += 1 }
      try await world.scheduler.sleep(for: renderTime)
      return publication("next")
    }
  }

  private static func hit(_ layout: CacheLayout, consistent: Bool) throws -> CostRow {
    try play(consistent ? "hit, strongly consistent" : "hit", layout) { _, a, _ in
      if consistent {
        _ = try await a.pages.entry(for: "home", consistentRead: true)
      } else {
        _ = try await a.regenerator.entry(for: "home") { _ in publication("never") }
      }
      return a.meter.take()
    }
  }

  private static func hitWithinWindow(_ layout: CacheLayout) throws -> CostRow {
    try play("hit within the coalescing window", layout) { world, _, _ in
      let b = CostProcess("b", in: world, layout: layout, .init(coalescingWindow: .seconds(1)))
      _ = try await b.regenerator.entry(for: "home") { _ in publication("never") }
      _ = b.meter.take()
      _ = try await b.regenerator.entry(for: "home") { _ in publication("never") }
      return b.meter.take()
    }
  }

  private static func regeneration(_ layout: CacheLayout) throws -> CostRow {
    try play("regeneration", layout, age: fresh + .seconds(1)) { world, a, renders in
      _ = try await a.regenerator.entry(for: "home") { _ in try await renders.render(a, in: world) }
      return a.meter.take()
    }
  }

  private static func callersOfOneProcess(
    _ layout: CacheLayout, _ contention: Regenerator.Contention
  ) throws -> CostRow {
    let what = contention == .wait ? "waiting" : "served the stale page"
    return try play("1,000 callers of one process at once, stale, \(what)", layout, age: fresh + .seconds(1)) {
      world, _, renders in
      let b = CostProcess("b", in: world, layout: layout, .init(contention: contention))
      try await callers(1000, of: b, in: world, renders)
      return b.meter.take()
    }
  }

  private static func callers(
    _ count: Int, of process: CostProcess, in world: SimulatedWorld, _ renders: Renders
  ) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<count {
        group.addTask {
          _ = try await process.regenerator.entry(for: "home") { _ in try await renders.render(process, in: world) }
        }
      }
      try await group.waitForAll()
    }
  }

  private static func processes(_ layout: CacheLayout) throws -> CostRow {
    try play("10 processes of 100 callers, 1 s render, waiting", layout, age: fresh + .seconds(1)) {
      world, _, renders in
      let processes = (1...10).map { CostProcess("p\($0)", in: world, layout: layout, .init(contention: .wait)) }
      try await withThrowingTaskGroup(of: Void.self) { group in
        for process in processes {
          group.addTask { try await callers(100, of: process, in: world, renders) }
        }
        try await group.waitForAll()
      }
      return processes.map { $0.meter.take() }.sum
    }
  }

  private static func holderKilled(_ layout: CacheLayout) throws -> CostRow {
    try play("holder killed, lease of 10 s: taken over by who waits", layout, age: fresh + .seconds(1)) {
      world, a, renders in
      _ = try await a.pages.leases.acquire("home", for: .seconds(10))
      let b = CostProcess("b", in: world, layout: layout, .init(contention: .wait))
      _ = try await b.regenerator.entry(for: "home") { _ in try await renders.render(b, in: world) }
      return b.meter.take()
    }
  }
}

extension [CapacityMeter.Bill] {
  fileprivate var sum: CapacityMeter.Bill {
    var sum = CapacityMeter.Bill()
    for bill in self {
      sum.requests.merge(bill.requests, uniquingKeysWith: +)
      sum.readUnits += bill.readUnits
      sum.writeUnits += bill.writeUnits
    }
    return sum
  }
}
