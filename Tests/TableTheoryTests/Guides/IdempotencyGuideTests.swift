import DynamoDB
import FoundationEssentials
import TableTheory
import Testing

/// The examples of docs/idempotency.md, as they stand there.
struct IdempotencyGuideTests {
  private func charge(_ body: [UInt8]) async throws -> String { "charged \(body.count)" }

  @Test("A payment is made once")
  func perform() async throws {
    let client = try await World().engine
    let (header, account, body) = ("17", "acme", Array(#"{"amount": 5}"#.utf8))
    var answers: [(String, Bool)] = []
    func respond(_ value: String, replayed: Bool) { answers.append((value, replayed)) }

    let requests = IdempotencyStore(table: "pages", on: client)

    for _ in 1...2 {
      let payment = try await requests.perform(
        .request(header, of: "POST /payments", by: account), payload: IdempotencyPayload(json: body)
      ) { claim in
        try await charge(body)
      }
      respond(payment.value, replayed: payment.isReplayed)
    }

    #expect(answers.map(\.0) == ["charged 13", "charged 13"] && answers.map(\.1) == [false, true])
  }

  @Test("A completion goes with rows of one's own, or with a publication")
  func together() async throws {
    let client = try await World().engine
    let requests = IdempotencyStore(table: "pages", on: client)
    let pages = CacheTable("pages", on: client)
    let order = PutItem(table: "pages", item: ["pk": "ORDER#17", "sk": "ORDER"])
    let claim = try await requests.started(.order)
    let receipt = "receipt"

    let completion = await requests.completion(of: claim, with: receipt)
    try await requests.complete(completion, together: [.put(order)])  // your own rows

    #expect(try await client.getItem(["pk": "ORDER#17", "sk": "ORDER"], from: "pages") != nil)
    try await publication(
      of: Publication(objectKey: "home-1", revalidateAfter: .seconds(60)),
      holding: pages.leases.acquire("home", for: .seconds(10)), pages: pages,
      completing: requests.completion(of: requests.started(IdempotencyKey("2", on: "home")), with: receipt))
    #expect(try await pages.entry(for: "home")?.objectKey == "home-1")
  }

  private func publication(
    of publication: Publication, holding lease: Lease, pages: CacheTable, completing completion: IdempotencyCompletion
  ) async throws {
    try await pages.publish(publication, holding: lease, completing: completion)  // a page
  }

  private struct Message: Sendable {
    var page: CacheKey
  }

  private struct Record: Sendable {
    var messageID: String
    var page: CacheKey
    var revalidationKey: IdempotencyKey { .revalidation(of: page, after: 6, deploy: "42") }
  }

  private func renderAndStore(_ page: CacheKey) async throws -> String { "\(page)-7" }

  private func answer(
    to records: [Record], _ requests: IdempotencyStore, _ pages: CacheTable, until deadline: Timestamp
  ) async throws -> Data {
    let messages = records.map {
      IdempotentMessage(id: $0.messageID, key: $0.revalidationKey, payload: .none, Message(page: $0.page))
    }
    let batch = await requests.perform(messages, until: deadline) { message, claim in
      let lease = try await pages.leases.acquire(message.page, for: .seconds(10), waitingUpTo: .seconds(20))
      let old = try await pages.entry(for: message.page)
      let object = try await renderAndStore(message.page)
      let completion = await requests.completion(of: claim, with: object)
      try await pages.publish(
        Publication(objectKey: object, revalidateAfter: .seconds(60)), holding: lease, replacing: old,
        completing: completion)
      return object
    }
    // {"batchItemFailures": [{"itemIdentifier": "..."}]}
    return try JSONEncoder().encode(batch)
  }

  @Test("Ten messages for one page are one render")
  func batch() async throws {
    let client = try await World().engine
    let requests = IdempotencyStore(table: "pages", on: client)
    let pages = CacheTable("pages", on: client)
    let records = (1...10).map { Record(messageID: "m\($0)", page: "home") }
    let json = try await answer(to: records, requests, pages, until: SystemTime().now + .seconds(60))
    #expect(String(decoding: json, as: UTF8.self) == #"{"batchItemFailures":[]}"#)
    #expect(try await pages.entry(for: "home", consistentRead: true)?.version == 1)
  }

  @Test("With a regenerator a revalidation is one call")
  func revalidation() async throws {
    let client = try await World().engine
    let requests = IdempotencyStore(table: "pages", on: client)
    let regenerator = Regenerator(CacheTable("pages", on: client))
    let (page, version): (CacheKey, Int64) = ("home", 6)

    let result = try await regenerator.revalidate(
      page, once: .revalidation(of: page, after: version, deploy: "42"), in: requests
    ) { _ in
      Publication(objectKey: try await renderAndStore(page), revalidateAfter: .seconds(60))
    }

    #expect(!result.isReplayed)
  }
}
