import AWSDynamoDB
import AsyncHTTPClient
import DynamoDB
import DynamoDBServer
import EmbeddedDynamoDB
import Logging
import NIOCore
import TableTheory

/// One run of the demo: the endpoint, the workers, the visitors and whoever watches, from their start to their end.
struct DemoRun: Sendable {
  static let table = "pages"

  let options: DemoOptions
  let terminal: Terminal
  let time: any TimeSource
  let interruption: Interruption

  /// - Throws: ``Failure`` where the demo could not be set up or broke down; `CancellationError` where it was
  ///   interrupted before the first request.
  func run() async throws -> RunReport {
    let site = try Site(directory: DemoDirectory.absolute(options.site))
    let directory = try DemoDirectory(options.directory)
    let lock = try DirectoryLock(directory)
    defer { withExtendedLifetime(lock) {} }
    let engine = try open(directory)
    try await CacheTable(Self.table, on: engine, time: time).createIfMissing()
    let stored = try await StoredPages(of: site, in: Self.table, on: engine)
    try directory.sweepBodies(keeping: stored.bodies)

    let recorder = Recorder(RunHistory(pages: stored.histories), time: time)
    var logger = Logger(label: "demo") { StreamLogHandler.standardError(label: $0) }
    logger.logLevel = .critical
    let http = HTTPClient(
      eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: .init(timeout: .init(connect: .seconds(2))))
    let fleet = Fleet(count: options.workers)
    let stage = Stage(
      run: self, site: site, directory: directory, stored: stored, recorder: recorder, fleet: fleet, http: http,
      logger: logger)
    do {
      let report = try await withService { [logger] ready in
        try await DynamoDBServer(
          AuditedClient(engine, recorder: recorder), configuration: .init(port: 0), logger: logger, onListening: ready
        ).run()
      } _: { port in
        try await stage.perform(endpointPort: port)
      }
      try await http.shutdown()
      return report
    } catch {
      try? await http.shutdown()
      throw error
    }
  }

  private func open(_ directory: DemoDirectory) throws(Failure) -> EmbeddedDynamoDB {
    do throws(DynamoDBError) {
      return try EmbeddedDynamoDB(path: directory.database, time: time)
    } catch {
      throw Failure("\(error.message); --directory names another folder")
    }
  }
}
