import AWSDynamoDB
import ArgumentParser
import DynamoDB

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// `tabletheory demo-worker`: what `tabletheory demo` starts several of. It is not meant to be called by hand.
struct DemoWorkerCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo-worker", abstract: "One worker of the demo.", shouldDisplay: false)

  @Option var number: Int
  @Option var endpoint: String
  @Option var table: String
  @Option var site: String
  @Option var bodies: String
  @Option(help: "Milliseconds.") var lease: Int64
  @Option(help: "Milliseconds.") var revalidate: Int64
  @Option(help: "Milliseconds.") var render: Int64

  func run() async throws {
    // The terminal sends Ctrl-C to all processes at once; it is for the one that started us to end us.
    _ = signal(SIGINT, SIG_IGN)
    ParentWatch.begin()
    let worker = Worker(
      configuration: .init(
        number: number, endpoint: try Endpoint(endpoint), table: table, site: site, bodies: bodies,
        leaseDuration: .milliseconds(lease), revalidateAfter: .milliseconds(revalidate),
        renderDelay: .milliseconds(render)),
      time: .system
    ) { event in
      if let line = try? event.line { StandardOutput.line(line) }
    }
    try await worker.run()
  }
}

extension DemoWorkerCommand {
  /// The arguments that make such a worker.
  static func arguments(_ configuration: Worker.Configuration) -> [String] {
    [
      Self.configuration.commandName ?? "demo-worker", "--number", "\(configuration.number)",
      "--endpoint", configuration.endpoint.url, "--table", configuration.table, "--site", configuration.site,
      "--bodies", configuration.bodies, "--lease", milliseconds(configuration.leaseDuration),
      "--revalidate", milliseconds(configuration.revalidateAfter),
      "--render", milliseconds(configuration.renderDelay),
    ]
  }

  private static func milliseconds(_ duration: Duration) -> String { String(Int64(duration / .milliseconds(1))) }
}
