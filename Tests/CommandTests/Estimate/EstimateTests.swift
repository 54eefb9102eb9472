import ArgumentParser
import TableTheory
import Testing

@testable import Command

@Suite("Estimates")
struct EstimateTests {
  private func workload(_ change: (inout Workload) -> Void = { _ in }) -> Workload {
    var workload = Workload(pages: 1000, requestsPerSecond: 500, revalidateSeconds: 60)
    workload.instances = 4
    workload.hotShare = 0.2
    change(&workload)
    return workload
  }

  @Test("A render costs five write units in two rows and two in one; nobody but its cost depends on the layout")
  func layouts() {
    let alone = workload { $0.instances = 1 }
    let two = Estimate(of: alone, in: .interoperable)
    let one = Estimate(of: alone, in: .compact)
    #expect(abs(two.load.writeUnits - 5 * two.load.renders) < 1e-9)
    #expect(abs(one.load.writeUnits - 2 * one.load.renders) < 1e-9)
    #expect(two.load.readUnits == one.load.readUnits && two.load.renders == one.load.renders)
  }

  @Test("A page is made anew once in its time, and not more often than somebody asks for it")
  func renders() {
    let busy = PageLoad(requestsPerSecond: 1000, of: workload(), in: .interoperable)
    #expect(abs(1 / busy.renders - 59.501) < 0.001)
    let quiet = PageLoad(requestsPerSecond: 0.001, of: workload(), in: .interoperable)
    #expect(quiet.renders < 0.001)
    #expect(PageLoad(requestsPerSecond: 0, of: workload(), in: .compact) == PageLoad())
  }

  @Test("More of anything costs no less", arguments: CacheLayout.allCases)
  func monotonic(layout: CacheLayout) {
    let base = Estimate(of: workload(), in: layout)
    let changes: [(inout Workload) -> Void] = [
      { $0.requestsPerSecond *= 2 }, { $0.revalidateSeconds /= 2 }, { $0.instances *= 2 }, { $0.renderSeconds *= 2 },
      { $0.entryBytes *= 4 }, { $0.keepsVersions = true }, { $0.newPagesPerDay = 1e6 },
    ]
    for change in changes {
      let more = Estimate(of: workload(change), in: layout)
      #expect(more.load.writeUnits >= base.load.writeUnits && more.storageBytes >= base.storageBytes)
      #expect(more.partitions >= base.partitions)
    }
    let calmer = Estimate(of: workload { $0.coalescingSeconds = 1 }, in: layout)
    #expect(calmer.load.readUnits < base.load.readUnits && calmer.load.writeUnits == base.load.writeUnits)
  }

  @Test("The hot page's share is of one partition: 6,000 reads a second fill it")
  func hot() {
    let full = Estimate(
      of: workload {
        $0.requestsPerSecond = 6000
        $0.hotShare = 1
        $0.latencySeconds = 0
      }, in: .compact)
    #expect(abs(full.hotReadShare - 1) < 0.02)
    #expect(full.partitions == 1)
    let even = Estimate(of: workload { $0.hotShare = 0 }, in: .compact)
    #expect(abs(even.hot.readUnits * 1000 - even.load.readUnits) < 1e-6)
  }

  @Test("Deleted late is stored longer, and versions are stored as long")
  func storage() {
    let base = Estimate(of: workload { $0.newPagesPerDay = 1000 }, in: .interoperable).storageBytes
    let late = Estimate(
      of: workload {
        $0.newPagesPerDay = 1000
        $0.deletionLagDays += 1
      }, in: .interoperable
    ).storageBytes
    #expect(abs(late - base - 1000 * (600 + 350)) < 1)
  }

  @Test("Money is units and bytes times prices")
  func money() {
    let estimate = Estimate(of: workload(), in: .compact)
    let free = Prices(reads: 0, writes: 0, storage: 0)
    #expect(estimate.monthly(free) == 0)
    let writes = estimate.monthly(Prices(reads: 0, writes: 1.25, storage: 0))
    #expect(abs(writes - estimate.load.writeUnits * 2_628_000 / 1e6 * 1.25) < 1e-6)
  }

  @Test("As a table, as JSON, and as a picture")
  func outputs() throws {
    let report = EstimateReport(of: workload(), prices: Prices(reads: 0.125, writes: 0.625, storage: 0.25))
    let lines = report.text.split(separator: "\n")
    #expect(lines.first?.contains("interoperable  compact") == true && lines.count == 11)
    #expect(report.json.hasPrefix(#"{"layouts":[{"layout":"interoperable","requests_per_second":"#))
    #expect(report.json.contains("money_per_month"))
    let svg = EstimatePlot(report: report).svg
    #expect(svg.hasPrefix("<svg ") && svg.hasSuffix("</svg>\n") && !svg.contains("nan"))
  }

  @Test(
    "What makes no sense is refused",
    arguments: [
      ["--pages", "0"], ["--instances", "0"], ["--requests-per-second", "0"], ["--hot-share", "2"],
      ["--revalidate", "0s"], ["--price-reads", "1"], ["--entry-bytes", "0"],
    ])
  func refusals(arguments: [String]) {
    var all = ["--pages": "10", "--requests-per-second": "1", "--revalidate": "60s"]
    all[arguments[0]] = arguments[1]
    #expect(throws: (any Error).self) { try EstimateCommand.parse(all.flatMap { [$0.key, $0.value] }) }
  }
}
