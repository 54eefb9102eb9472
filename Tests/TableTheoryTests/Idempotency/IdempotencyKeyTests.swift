import TableTheory
import Testing

struct IdempotencyKeyTests {
  @Test("No two requests have one key, whatever characters they hold")
  func injective() {
    let parts = [
      "", "a", "#", "%", "a#b", "a%23b", "%23", "%h", "b", "é", "e\u{301}", String(repeating: "x", count: 201),
    ]
    var keys: [IdempotencyKey] = []
    for first in parts {
      for second in parts {
        keys += [.request(first, of: second), .request(first, of: second, by: "c"), .message(first, of: second)]
        keys += [.revalidation(of: CacheKey(first), after: 1, deploy: second)]
        keys += [.request(first, of: "op", by: second)].filter { _ in second != "c" || first != "op" }
      }
    }
    let rows = keys.map { Array($0.partition.partition.utf8) + [0] + Array($0.id.utf8) }
    // "op" as the client's name in the last list is the only one that is made twice: of the operation "op".
    #expect(Set(rows).count == keys.count)
  }

  @Test("A tenant's requests are under the tenant, and what is long is hashed")
  func forms() {
    #expect(
      IdempotencyKey.request("7", of: "POST /orders", by: "acme").partition.partition
        == "TENANT#acme#CACHE#request#POST /orders#7")
    #expect(IdempotencyKey.revalidation(of: "home", after: 3, deploy: "d1").partition == "home")
    #expect(IdempotencyKey.revalidation(of: "home", after: 3, deploy: "d1").id == "revalidate#3#d1")
    let long = IdempotencyKey.message(String(repeating: "m", count: 5000), of: "jobs")
    #expect(long.id.utf8.count == 66)
    #expect(IdempotencyKey("é", on: "x") != IdempotencyKey("e\u{301}", on: "x"))
  }

  @Test("Keys that DynamoDB has no room for are refused before anything is sent")
  func refused() async throws {
    let world = try await World()
    let a = world.requests("a")
    for id in ["", String(repeating: "x", count: 1021)] {
      await #expect(throws: IdempotencyError.self) {
        try await a.store.begin(IdempotencyKey(id, on: "x"), payload: .order)
      }
    }
    for (inProgress, retention) in [
      (Duration.zero, Duration.seconds(10)), (.seconds(10), .zero), (.seconds(1e9), .seconds(1)),
    ] {
      await #expect(throws: IdempotencyError.self) {
        try await a.store.begin(.order, payload: .order, inProgressFor: inProgress, retainFor: retention)
      }
    }
    await #expect(throws: IdempotencyError.self) {
      try await a.store.begin(.order, payload: .order, until: world.time.now)
    }
    #expect(a.client.sent.isEmpty)
  }
}
