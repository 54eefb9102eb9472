import AWSDynamoDB
import DynamoDB
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import PageMiddleware
import ServiceLifecycle
import TableTheory
import UnixSignals

/// One of the processes that serve the site: what an application of this package looks like.
///
/// It has no state that another worker could not have: which body is current is in the table, bodies are files.
struct Worker: Sendable {
  struct Configuration: Sendable {
    var number: Int
    var endpoint: Endpoint
    var table: String
    var site: String
    var bodies: String
    var leaseDuration: Duration
    var revalidateAfter: Duration
    /// How long the upstream that a page is made from takes to answer.
    var renderDelay: Duration
  }

  let configuration: Configuration
  let time: any TimeSource
  let tell: @Sendable (WorkerEvent) -> Void

  /// Serves on a free port of the loopback address until it gets SIGTERM.
  func run() async throws {
    var logger = Logger(label: "worker \(configuration.number)") { StreamLogHandler.standardError(label: $0) }
    logger.logLevel = .error
    let site = try Site(directory: configuration.site)
    var client = AWSDynamoDBClient.Configuration(
      region: try Region("us-east-1"), endpoint: configuration.endpoint,
      credentials: StaticCredentials(accessKeyID: "demo", secretAccessKey: "demo"))
    client.time = time
    try await AWSDynamoDBClient.withClient(client) { client in
      let table = CacheTable(
        configuration.table, on: client, leases: .init(owner: WorkerName.name(of: configuration.number)), time: time)
      let regenerator = Regenerator(
        table,
        configuration: .init(
          leaseDuration: configuration.leaseDuration, contention: .serveStale,
          waitingUpTo: configuration.leaseDuration * 2 + configuration.renderDelay * 2 + .seconds(5),
          polling: Polling(shortestPause: .milliseconds(25), longestPause: .milliseconds(200))))
      let application = Application(
        router: router(
          SitePages(site: site, worker: self), table, regenerator,
          RememberedBodies(of: try DiskBodyStore(directory: configuration.bodies))),
        configuration: .init(address: .hostname("127.0.0.1", port: 0), serverName: "TableTheory"),
        onServerRunning: { channel in tell(.ready(port: channel.localAddress?.port ?? 0)) },
        logger: logger)
      let group = ServiceGroup(
        configuration: .init(services: [application], gracefulShutdownSignals: [.sigterm], logger: logger))
      try await group.run()
    }
  }

  private func router(
    _ pages: SitePages, _ table: CacheTable, _ regenerator: Regenerator, _ bodies: some BodyStore
  ) -> Router<BasicRequestContext> {
    let router = Router()
    router.add(
      middleware: PageMiddleware(
        table, regenerator: regenerator, bodies: bodies, time: time,
        answering: { route, page, headers in pages.answering(route.label, with: page, &headers) },
        route: { request, _ in pages.page(at: request.uri.path) }))
    router.get("style.css") { _, _ in
      Response(
        status: .ok, headers: [.contentType: "text/css; charset=utf-8", .cacheControl: "no-cache"],
        body: ResponseBody(byteBuffer: ByteBuffer(string: try pages.site.style())))
    }
    return router
  }
}
