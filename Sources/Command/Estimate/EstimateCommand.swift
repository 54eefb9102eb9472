import ArgumentParser
import TableTheory

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

/// `tabletheory estimate`.
struct EstimateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "estimate",
    abstract: "Estimate what a table of cached pages needs of DynamoDB, and what it costs.",
    discussion: """
      Arithmetic about both layouts: nothing is asked or written. Requests come at random moments; each page is made anew \
      by the first one after its time is over. Give the rate of the busiest hour for partitions and headroom, the average \
      for money. Tags, invalidations and indexes are not in it: a tag costs half a read unit every five seconds in each \
      process that serves its pages.

      docs/sizing.md has the formulas, and what they were checked against.
      """)

  @Option(help: "Pages that visitors ask for.")
  var pages: Int

  @Option(help: "Requests for pages a second, of all instances together.")
  var requestsPerSecond: Double

  @Option(
    help: ArgumentHelp("How long a page is fresh: 60s, 10m, 1d.", valueName: "duration"),
    transform: Duration.init(argument:))
  var revalidate: Duration

  @Option(help: "Processes that serve pages.")
  var instances = 1

  @Option(help: "The part of the requests, from 0 to 1, that is for the most wanted page.")
  var hotShare = 0.0

  @Option(
    help: ArgumentHelp("How long a render takes. (default: 300ms)", valueName: "duration"),
    transform: Duration.init(argument:))
  var render: Duration = .milliseconds(300)

  @Option(
    help: ArgumentHelp("How long a request to the table takes. (default: 5ms)", valueName: "duration"),
    transform: Duration.init(argument:))
  var latency: Duration = .milliseconds(5)

  @Option(
    help: ArgumentHelp("The regenerator's coalescing window. (default: 0s)", valueName: "duration"),
    transform: Duration.init(argument:))
  var coalescingWindow: Duration = .zero

  @Option(help: "The size of an entry's row in bytes.")
  var entryBytes = 500

  @Flag(help: "Every publication leaves a version to go back to.")
  var keepingVersions = false

  @Option(help: "Pages a day that are asked for on that day alone.")
  var newPagesPerDay = 0.0

  @Option(
    help: ArgumentHelp("How long an entry is kept after it was made. (default: 7d)", valueName: "duration"),
    transform: Duration.init(argument:))
  var retention: Duration = .seconds(7 * 86_400)

  @Option(
    help: ArgumentHelp("How late TTL deletes. (default: 2d)", valueName: "duration"),
    transform: Duration.init(argument:))
  var deletionLag: Duration = .seconds(2 * 86_400)

  @Option(help: "The price of a million read request units.")
  var priceReads: Double?

  @Option(help: "The price of a million write request units.")
  var priceWrites: Double?

  @Option(help: "The price of a GB stored for a month.")
  var priceStorage: Double?

  @Flag(help: "Print one JSON object on standard output.")
  var json = false

  @Option(help: ArgumentHelp("Draw a picture into this file.", valueName: "file"))
  var svg: String?

  var workload: Workload {
    var workload = Workload(
      pages: pages, requestsPerSecond: requestsPerSecond, revalidateSeconds: revalidate / .seconds(1))
    workload.instances = instances
    workload.hotShare = hotShare
    workload.renderSeconds = render / .seconds(1)
    workload.latencySeconds = latency / .seconds(1)
    workload.coalescingSeconds = coalescingWindow / .seconds(1)
    workload.entryBytes = entryBytes
    workload.keepsVersions = keepingVersions
    workload.newPagesPerDay = newPagesPerDay
    workload.retentionDays = retention / .seconds(86_400)
    workload.deletionLagDays = deletionLag / .seconds(86_400)
    return workload
  }

  var prices: Prices? {
    guard let priceReads, let priceWrites, let priceStorage else { return nil }
    return Prices(reads: priceReads, writes: priceWrites, storage: priceStorage)
  }

  func validate() throws {
    guard pages >= 1 else { throw ValidationError("--pages is at least 1") }
    guard instances >= 1 else { throw ValidationError("--instances is at least 1") }
    guard requestsPerSecond > 0, requestsPerSecond <= 1e9 else {
      throw ValidationError("--requests-per-second is more than 0, and a billion at most")
    }
    guard revalidate >= .seconds(1) else { throw ValidationError("--revalidate is a second at least") }
    guard (0...1).contains(hotShare) else { throw ValidationError("--hot-share is from 0 to 1") }
    guard (1...409_600).contains(entryBytes) else { throw ValidationError("--entry-bytes is from 1 to 409600") }
    guard newPagesPerDay >= 0 else { throw ValidationError("--new-pages-per-day is not negative") }
    let given = [priceReads, priceWrites, priceStorage].compactMap(\.self)
    guard given.isEmpty || given.count == 3 else {
      throw ValidationError("--price-reads, --price-writes and --price-storage go together")
    }
    guard given.allSatisfy({ $0 >= 0 }) else { throw ValidationError("a price is not negative") }
  }

  func run() async throws {
    let report = EstimateReport(of: workload, prices: prices)
    try await reporting { () throws(Failure) in
      if let svg { try write(EstimatePlot(report: report).svg, to: svg) }
      StandardOutput.line(json ? report.json : report.text)
    }
  }

  private func write(_ text: String, to path: String) throws(Failure) {
    do {
      let file = try FileDescriptor.open(
        FilePath(path), .writeOnly, options: [.create, .truncate],
        permissions: [.ownerReadWrite, .groupRead, .otherRead])
      try file.closeAfter { _ = try file.writeAll(text.utf8) }
    } catch {
      throw Failure("\(path) cannot be written: \(error)", status: .system)
    }
  }
}
