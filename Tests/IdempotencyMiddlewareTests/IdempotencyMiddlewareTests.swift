import DynamoDB
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import IdempotencyMiddleware
import NIOCore
import Synchronization
import TableTheory
import Testing

@Suite("The rules of the Idempotency-Key draft")
struct IdempotencyMiddlewareTests {
  @Test("A request without a key is refused with the way to the documentation, and nothing is done")
  func missing() async throws {
    let shop = try await Shop(.init(documentation: "https://example.com/keys"))
    try await shop.run { client in
      let refused = try await client.order(key: nil)
      #expect(refused.status == .badRequest && refused.isProblem && refused.text.contains("https://example.com/keys"))
      #expect(refused.headers[HTTPField.Name("Link")!]?.contains("<https://example.com/keys>") == true)
      let malformed = try await client.execute(
        uri: "/orders", method: .post, headers: [.idempotencyKey: "1"], body: ByteBuffer(string: "cake"))
      #expect(malformed.status == .badRequest && malformed.isProblem)
      #expect(try await client.order(key: nil, method: .get).text == "0")
    }
    let lax = try await Shop(.init(requiresKey: false))
    try await lax.run { client in
      for number in 1...2 { #expect(try await client.order(key: nil).text == "order \(number) of cake") }
    }
  }

  @Test("A repeated request gets the first one's response, to the byte, and says so")
  func replays() async throws {
    let shop = try await Shop()
    try await shop.run { client in
      let first = try await client.order()
      #expect(first.status == .created && first.text == "order 1 of cake" && !first.isReplayed)
      for _ in 0..<2 {
        let again = try await client.order()
        #expect(again.isReplayed)
        var (told, kept) = (again.headers, first.headers)
        for name in [HTTPField.Name.replayed, .contentLength] {
          told[name] = nil
          kept[name] = nil
        }
        #expect(again.status == first.status && again.body == first.body && told == kept)
      }
      #expect(try await client.order(key: "2").text == "order 2 of cake")
      #expect(try await client.order(by: "b").text == "order 3 of cake")
    }
    #expect(shop.made == 3)
  }

  @Test("The same key with another body, path, query or method is a mismatch, in whatever state the first is")
  func mismatch() async throws {
    let shop = try await Shop()
    try await shop.run { client in
      let others = {
        for other in [
          try await client.order("pie"), try await client.order(path: "/gifts"),
          try await client.order(path: "/orders?x"),
          try await client.order(method: .patch),
        ] {
          #expect(other.status == .unprocessableContent && other.isProblem)
        }
      }
      shop.then { _ in try await others() }
      _ = try await client.order()
      try await others()
    }
    #expect(shop.made == 1)
  }

  @Test(
    "While the first request is processed, another one is told to come again, or waits for it",
    arguments: [true, false])
  func inProgress(waits: Bool) async throws {
    let shop = try await Shop(.init(waitingUpTo: waits ? .seconds(600) : .zero))
    try await shop.run { client in
      let second = Mutex<Task<TestResponse, any Error>?>(nil)
      shop.then { _ in
        let task = Task { try await client.order() }
        second.withLock { $0 = task }
        guard !waits else { return }
        let refused = try await task.value
        #expect(refused.status == .conflict && refused.isProblem)
        #expect(refused.headers[.retryAfter].flatMap { Int($0) }.map { (1...31).contains($0) } == true)
      }
      let first = try await client.order()
      #expect(first.text == "order 1 of cake" && !first.isReplayed)
      let answer = try await second.withLock { $0 }?.value
      if waits { #expect(answer?.text == first.text && answer?.isReplayed == true) }
      #expect(try await client.order().isReplayed)
    }
    #expect(shop.made == 1)
  }

  @Test(
    "A refusal by the handler is a result; a failure, and one to try again, is none",
    arguments: [HTTPResponse.Status.forbidden, .notFound, .conflict, .internalServerError, .tooManyRequests])
  func thrown(status: HTTPResponse.Status) async throws {
    let shop = try await Shop()
    shop.then { _ in throw HTTPError(status, message: "no") }
    try await shop.run { client in
      let first = try await client.order()
      let second = try await client.order()
      #expect(first.status == status && second.status == status && first.text == second.text)
      let isResult = [.forbidden, .notFound, .conflict].contains(status)
      #expect(second.isReplayed == isResult)
      #expect(shop.made == (isResult ? 1 : 2))
    }
  }

  @Test("An error that is no response frees the key")
  func failed() async throws {
    let shop = try await Shop()
    shop.then { _ in throw CancellationError() }
    try await shop.run { client in
      #expect(try await client.order().status == .internalServerError)
      shop.then { _ in }
      #expect(try await client.order().text == "order 2 of cake")
    }
  }

  @Test("A request that is too large is refused, and nothing is done")
  func largeRequest() async throws {
    let shop = try await Shop(.init(largestRequest: 4))
    try await shop.run { client in
      #expect(try await client.order("cakes").status == .contentTooLarge)
      #expect(try await client.order("cake").status == .created)
    }
    #expect(shop.made == 1)
  }

  @Test("A response that is too large to be given again is not given at all, and the work is not done again")
  func largeResponse() async throws {
    let shop = try await Shop(.init(largestResponse: 20))
    try await shop.run { client in
      for isReplayed in [false, true] {
        let large = try await client.order("a cake of three layers")
        #expect(large.status == .internalServerError && large.isProblem && large.isReplayed == isReplayed)
      }
    }
    #expect(shop.made == 1)
  }

  @Test(
    "The largest response that may be is kept in the row, and in a store where there is one", arguments: [true, false])
  func kept(inStore: Bool) async throws {
    let bodies = MemoryBodyStore()
    let shop = try await Shop(results: inStore ? bodies : nil)
    try await shop.run { client in
      let body = String(repeating: "x", count: (128 << 10) - "order 1 of ".utf8.count)
      #expect(try await client.order(body).status == .created)
      #expect(try await client.order(body).isReplayed)
      let names = try await bodies.list(after: nil).bodies.map(\.name)
      #expect(names.count == (inStore ? 1 : 0))
      for name in names { try await bodies.delete(name) }
      if inStore {
        let lost = try await client.order(body)
        #expect(lost.status == .internalServerError && lost.isProblem)
      }
    }
    #expect(shop.made == 1)
  }

  @Test("Where the table cannot be asked nothing is done, and the client is told to try again")
  func unavailable() async throws {
    let shop = try await Shop(client: Down())
    try await shop.run { client in
      let refused = try await client.order()
      #expect(refused.status == .serviceUnavailable && refused.headers[.retryAfter] == "1")
    }
    #expect(shop.made == 0)
  }

  @Test("Whoever was overtaken answers as the record does")
  func overtaken() async throws {
    let shop = try await Shop()
    try await shop.run { client in
      shop.then { shop in
        guard let claim = IdempotentRequest.claim else { throw CancellationError() }
        try await shop.requests.forget(claim.key, evenInProgress: true)
        shop.then { _ in }
        #expect(try await client.order().text == "order 2 of cake")
      }
      let first = try await client.order()
      #expect(first.text == "order 2 of cake" && first.isReplayed)
    }
  }

  @Test("The handler learns where parts of its work may be done")
  func restart() async throws {
    let shop = try await Shop()
    let told = Mutex<[Bool?]>([])
    try await shop.run { client in
      shop.then { shop in
        let claim = IdempotentRequest.claim
        told.withLock { $0.append(claim?.isRestart) }
        if let claim { try await shop.requests.fail(claim, wasCutOff: true) }
        throw CancellationError()
      }
      for _ in 0..<2 { _ = try await client.order() }
    }
    #expect(told.withLock { $0 } == [false, true])
  }
}

/// A table that is not there.
private struct Down: DynamoDBClient {
  func send<Operation: DynamoDBOperation>(
    _ operation: Operation
  ) async throws(DynamoDBError) -> Operation.Output { throw .unavailable("down") }
}
