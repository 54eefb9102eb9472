import DynamoDB
import EmbeddedDynamoDB
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import IdempotencyMiddleware
import NIOCore
import Synchronization
import TableTheory

/// A service whose orders are to be made once: `POST /orders` answers 201 with the order's number.
final class Shop: Sendable {
  let engine = EmbeddedDynamoDB()
  let requests: IdempotencyStore
  /// How often an order's handler was run.
  let orders = Mutex(0)
  /// What happens in the handler after the order is made.
  let step = Mutex<@Sendable (Shop) async throws -> Void>({ _ in })
  private let configuration: IdempotencyMiddleware<BasicRequestContext>.Configuration

  init(
    results: (any BodyStore)? = nil, client: (any DynamoDBClient)? = nil,
    _ configuration: IdempotencyMiddleware<BasicRequestContext>.Configuration = .init()
  ) async throws {
    requests = IdempotencyStore(
      table: "requests", on: client ?? engine, results: results, configuration: .init(rememberedResults: 0))
    self.configuration = configuration
    try await CacheTable("requests", on: engine).createIfMissing()
  }

  var made: Int { orders.withLock { $0 } }

  func then(_ step: @escaping @Sendable (Shop) async throws -> Void) { self.step.withLock { $0 = step } }

  func run<Value: Sendable>(_ test: @Sendable (any TestClientProtocol) async throws -> Value) async throws -> Value {
    let router = Router()
    let group = router.group().add(
      middleware: IdempotencyMiddleware(requests, configuration: configuration) { request, _ in
        request.headers[.account]
      })
    for path in ["orders", "gifts"] {
      group.post("\(path)") { request, _ in try await self.order(request) }
      group.patch("\(path)") { request, _ in try await self.order(request) }
      group.get("\(path)") { _, _ in "\(self.made)" }
    }
    return try await Application(router: router).test(.router) { client in try await test(client) }
  }

  private func order(_ request: Request) async throws -> Response {
    let body = try await request.body.collect(upTo: 1 << 20)
    let number = orders.withLock { orders in
      orders += 1
      return orders
    }
    try await step.withLock { $0 }(self)
    return Response(
      status: .created, headers: [.location: "/orders/\(number)", .contentType: "text/plain"],
      body: ResponseBody { writer in
        try await writer.write(ByteBuffer(string: "order \(number) of "))
        try await writer.write(body)
        try await writer.finish(nil)
      })
  }
}

extension HTTPField.Name {
  static let account = Self("Account")!
  static let idempotencyKey = Self("Idempotency-Key")!
  static let replayed = Self("Idempotent-Replayed")!
}

extension TestClientProtocol {
  func order(
    _ body: String = "cake", key: String? = "1", by account: String = "a", method: HTTPRequest.Method = .post,
    path: String = "/orders"
  ) async throws -> TestResponse {
    var headers: HTTPFields = [.account: account]
    if let key { headers[.idempotencyKey] = "\"\(key)\"" }
    return try await execute(uri: path, method: method, headers: headers, body: ByteBuffer(string: body))
  }
}

extension TestResponse {
  var text: String { String(buffer: body) }
  var isReplayed: Bool { headers[.replayed] == "true" }
  var isProblem: Bool { headers[.contentType] == "application/problem+json" }
}
