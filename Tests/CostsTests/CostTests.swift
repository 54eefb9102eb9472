import TableTheory
import TableTheoryTesting
import Testing

@testable import Costs

/// The table of `bin/bench cost` is promised in the documentation: these are its limits.
@Suite("What pages cost", .timeLimit(.minutes(5)))
struct CostTests {
  private func row(_ path: String, _ rows: [CostRow], _ layout: String) throws -> CostRow {
    try #require(rows.first { $0.path.hasPrefix(path) && $0.layout.rawValue == layout })
  }

  @Test("Each way costs at most what it should")
  func limits() throws {
    let rows = try CostTable.measured()
    for layout in ["interoperable", "compact"] {
      let hit = try row("hit", rows, layout)
      #expect((hit.bill.requestCount, hit.bill.readUnits, hit.bill.writeUnits) == (1, 0.5, 0))
      let strong = try row("hit, strongly consistent", rows, layout)
      #expect((strong.bill.requestCount, strong.bill.readUnits) == (1, 1))
      #expect(try row("hit within", rows, layout).bill.requestCount == 0)
      let regeneration = try row("regeneration", rows, layout)
      #expect(regeneration.bill.requestCount == 3)
      #expect(regeneration.bill.readUnits <= 1)
      #expect(regeneration.bill.writeUnits <= (layout == "compact" ? 2 : 5))
      for what in ["served the stale page", "waiting"] {
        let many = try row("1,000 callers of one process at once, stale, \(what)", rows, layout)
        #expect(many.bill == regeneration.bill, "a thousand callers cost what one costs")
        #expect(many.renders == 1)
      }
      let processes = try row("10 processes", rows, layout)
      #expect(processes.renders == 1)
      #expect(processes.bill.readUnits < 150)
      #expect(processes.bill.writeUnits < 20)
      let killed = try row("holder killed", rows, layout)
      // A lease of ten seconds, rounded up to a whole one, at most a second's pause, and a second to render.
      #expect(try #require(killed.duration) < .seconds(13.1))
      #expect(killed.renders == 1)
    }
  }
}
