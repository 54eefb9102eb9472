import ArgumentParser
import DynamoDB
import FoundationEssentials

/// `tabletheory demo`: one site, several processes, each page regenerated once.
struct DemoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Serve a site from several processes and watch each page being regenerated once.",
    discussion: """
      Starts a DynamoDB endpoint on an SQLite file and worker processes that share it, sends them requests, and shows \
      which pages are fresh, stale or being rendered, and by whom. The address it prints can be opened in a browser; \
      a page whose file is edited meanwhile changes with its next generation.

      It ends with a report on standard output, and with status 1 if a page was rendered twice in one staleness \
      window without a crash, if an older generation ever replaced a newer one, or if requests got no page. To see it \
      fail, give leases that are shorter than a render: --lease 1 --render 2500.

      A second run goes on from the first one's file.
      """
  )

  @Option(help: "How many worker processes serve the site.")
  var workers = 4

  @Option(help: "Send this many requests, instead of sending them for a time.")
  var requests: Int?

  @Option(help: "Send requests for this many seconds. (default: 20)")
  var duration: Int?

  @Option(help: "How many requests a second; 0 for as many as are answered. (default: 500, and 0 with --requests)")
  var rate: Int?

  @Option(help: "How many requests are under way at once, at most.")
  var clients = 16

  @Option(help: "For how many seconds a page is fresh.")
  var revalidate = 2

  @Option(help: "How many milliseconds a render waits for its simulated upstream.")
  var render = 300

  @Option(help: "How many seconds a worker's lease on a page lasts, at least.")
  var lease = 3

  @Option(help: "The site's folder, with pages/, templates/page.mustache and style.css.")
  var site = "Examples/Site"

  @Option(help: "The folder for the SQLite file and the pages' bodies, kept between runs.")
  var directory = ".tabletheory-demo"

  @Option(help: "The port for a browser on 127.0.0.1; 0 picks a free one.")
  var port = 0

  @Flag(help: "Kill a worker (SIGKILL) in the middle of a render, once a third of the run is over.")
  var killWorker = false

  @Option(help: "What the order of the requests follows from.")
  var seed: UInt64 = 1

  @Flag(help: "Report as one JSON object on standard output.")
  var json = false

  func validate() throws {
    try check(workers, "--workers", 1...64)
    if let requests { try check(requests, "--requests", 1...100_000_000) }
    if let duration { try check(duration, "--duration", 1...86_400, "seconds") }
    if requests != nil, duration != nil {
      throw ValidationError("--requests and --duration both say how long the run is: give one of them")
    }
    if let rate { try check(rate, "--rate", 0...100_000, "requests a second") }
    try check(clients, "--clients", 1...1024)
    try check(revalidate, "--revalidate", 1...86_400, "seconds")
    try check(render, "--render", 0...600_000, "milliseconds")
    try check(lease, "--lease", 1...3600, "seconds")
    try check(port, "--port", 0...65_535)
    if killWorker {
      guard workers > 1 else {
        throw ValidationError("--kill-worker needs --workers 2 at least: somebody has to take over")
      }
      guard render >= 100 else {
        throw ValidationError("--kill-worker needs --render 100 (milliseconds) at least, so that a render has a middle")
      }
      guard render < lease * 1000 else {
        throw ValidationError("--kill-worker needs a --lease (\(lease) s) that is longer than --render (\(render) ms)")
      }
    }
  }

  private func check(_ value: Int, _ option: String, _ range: ClosedRange<Int>, _ unit: String = "") throws {
    guard !range.contains(value) else { return }
    let bounds = "from \(range.lowerBound) to \(range.upperBound)" + (unit.isEmpty ? "" : " \(unit)")
    throw ValidationError("\(option) is \(bounds), not \(value)")
  }

  func run() async throws {
    let terminal = Terminal(environment: ProcessInfo.processInfo.environment)
    let interruption = Interruption()
    let demo = DemoRun(options: options, terminal: terminal, time: .system, interruption: interruption)
    let report: RunReport
    do {
      report = try await withService { ready in
        ready(())
        try await interruption.watch()
      } _: { _ in
        try await demo.run()
      }
    } catch is CancellationError {
      throw ExitCode(128 + (interruption.signal ?? 2))
    }
    let style = Style(hasColour: StandardOutput.isTerminal && terminal.style.hasColour)
    StandardOutput.line(json ? report.json : report.text(style))
    if report.exitCode != 0 { throw ExitCode(report.exitCode) }
  }

  private var options: DemoOptions {
    DemoOptions(
      workers: workers, amount: requests.map { .requests($0) } ?? .duration(.seconds(duration ?? 20)),
      rate: rate ?? (requests == nil ? 500 : 0), clients: clients, revalidateAfter: .seconds(revalidate),
      renderDelay: .milliseconds(render), leaseDuration: .seconds(lease), site: site, directory: directory,
      port: port, killsWorker: killWorker, seed: seed)
  }
}
