import DynamoDB
import EmbeddedDynamoDB
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import PageMiddleware
import Synchronization
import TableTheory

/// A clock that moves only when a test moves it.
final class StillTime: TimeSource {
  private let moment = Mutex(Duration.seconds(784_111_777))

  var now: Timestamp { Timestamp(sinceEpoch: moment.withLock { $0 }) }
  var uptime: Duration { moment.withLock { $0 } }
  func sleep(for duration: Duration) async throws { advance(by: duration) }
  func advance(by duration: Duration) { moment.withLock { $0 += duration } }
}

/// Bodies in memory, and how often one was read.
final class CountedBodies: BodyStore {
  let bodies: MemoryBodyStore
  private let count = Mutex(0)
  var reads: Int { count.withLock { $0 } }

  init(time: StillTime) { bodies = MemoryBodyStore(time: time) }

  func put(_ body: [UInt8], named name: BodyName, contentType: String?) async throws(BodyStoreError) {
    try await bodies.put(body, named: name, contentType: contentType)
  }

  func get(_ name: BodyName) async throws(BodyStoreError) -> [UInt8] {
    count.withLock { $0 += 1 }
    return try await bodies.get(name)
  }

  func delete(_ name: BodyName) async throws(BodyStoreError) { try await bodies.delete(name) }
  func list(after cursor: String?) async throws(BodyStoreError) -> BodyPage { try await bodies.list(after: cursor) }

  func deleteAll() async throws {
    for body in try await bodies.list(after: nil).bodies { try await bodies.delete(body.name) }
  }
}

/// A table that can be switched off.
final class SwitchedClient: DynamoDBClient {
  private let engine: EmbeddedDynamoDB
  private let isOff = Mutex(false)

  init(_ engine: EmbeddedDynamoDB) { self.engine = engine }

  func turnOff() { isOff.withLock { $0 = true } }

  func send<Operation: DynamoDBOperation>(_ operation: Operation) async throws(DynamoDBError) -> Operation.Output {
    if isOff.withLock({ $0 }) { throw .unavailable("off") }
    return try await engine.send(operation)
  }
}

/// A site of generated pages behind the middleware: `/page` says how often it was made.
struct Site: Sendable {
  let time = StillTime()
  let client: SwitchedClient
  let table: CacheTable
  let bodies: CountedBodies
  let refreshes: BackgroundRefreshes?
  let renders = RenderCounter()
  let status: HTTPResponse.Status
  let policy: CacheKeyPolicy

  init(
    policy: CacheKeyPolicy? = nil, status: HTTPResponse.Status = .ok, refreshing: Bool = false
  ) async throws {
    client = SwitchedClient(EmbeddedDynamoDB(time: time))
    table = CacheTable("pages", on: client, time: time)
    try await table.createIfMissing()
    bodies = CountedBodies(time: time)
    refreshes = refreshing ? BackgroundRefreshes() : nil
    self.policy = try policy ?? CacheKeyPolicy(route: "/page")
    self.status = status
  }

  /// Its application, as a program makes one.
  var application: some ApplicationProtocol {
    let router = Router()
    router.add(middleware: middleware)
    router.get("other") { _, _ in "not from the cache" }
    router.post("page") { _, _ in "posted" }
    return Application(router: router)
  }

  private var middleware: PageMiddleware<BasicRequestContext, CountedBodies> {
    let (policy, status, counter) = (policy, status, renders)
    return PageMiddleware(
      table, regenerator: Regenerator(table), bodies: bodies, refreshingIn: refreshes, time: time,
      answering: { _, page, headers in headers[.xSource] = "\(page.source)".prefix { $0 != "(" }.description }
    ) { request, _ in
      let asked = PageRequest(
        method: request.method, target: request.uri.string, headers: request.headers,
        tenant: request.headers[.xTenant])
      return try? PageRoute(
        policy, for: asked, label: "page", staleWhileRevalidate: .seconds(30), staleIfError: .seconds(600)
      ) { _ in
        let number = counter.next()
        return RenderedPage(
          Array("page \(number)".utf8), revalidateAfter: .seconds(60), status: status, contentType: "text/plain",
          headers: [.contentLanguage: "en", .setCookie: "a=1"])
      }
    }
  }
}

/// How often pages were made.
final class RenderCounter: Sendable {
  private let count = Mutex(0)
  var value: Int { count.withLock { $0 } }

  func next() -> Int {
    count.withLock { count in
      count += 1
      return count
    }
  }
}

extension HTTPField.Name {
  static let xSource = Self("X-Source")!
  static let xTenant = Self("X-Tenant")!
}
