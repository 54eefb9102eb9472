import DynamoDB
import EmbeddedDynamoDB
import Testing

@testable import TableTheory

struct PublishTests {
  private let publication = Publication(
    objectKey: "home-1", revalidateAfter: .seconds(60), etag: "\"1\"", status: 200, contentType: "text/html")

  @Test("The transaction is a value: two items, each named once, guarded as the contract says")
  func plan() throws {
    let leases = LeasePlan(table: "pages", owner: nil, clockSkew: .zero, expiredRowsKept: .seconds(3600))
    let lease = Lease(
      key: "home", token: "token", fence: 7, expiresAt: Timestamp(seconds: 1_700_000_010), deadline: .zero,
      publishedAt: nil)
    let attributes = EntryAttributes(
      publication, generatedAt: 1_700_000_000, layout: .interoperable, fence: 7, token: "token", versionID: nil,
      answered: nil, tagGenerations: [:])
    let plan = PublishPlan(table: "pages", leases: leases)
    guard
      case .transaction(let request, let rows) = plan.publish(
        PublishPlan.Draft(
          lease: lease, attributes: attributes, generatedAt: 1_700_000_000, now: Timestamp(seconds: 1_700_000_001),
          late: false, condition: nil, version: nil, requestToken: "request"))
    else {
      Issue.record("it is no transaction")
      return
    }
    #expect(rows == [.entry, .lock])
    guard case .update(let meta) = request.actions[0], case .update(let lock) = request.actions[1] else {
      Issue.record("the actions are not two updates")
      return
    }
    #expect(request.actions.count == 2)
    #expect(request.clientRequestToken == "request")
    #expect(meta.key == ["pk": "CACHE#home", "sk": "META"])
    #expect(
      meta.condition
        == (try Condition(
          parsing: "attribute_not_exists(fence) OR fence < :fence", values: [":fence": 7])))
    #expect(lock.key == ["pk": "CACHE#home", "sk": "LOCK"])
    #expect(
      lock.condition
        == (try Condition(
          parsing: "lease_token = :token AND lease_expires_at > :now",
          values: [":token": "token", ":now": 1_700_000_001])))
    #expect(
      lock.update
        == (try Update(
          parsing: "SET lease_expires_at = :zero, #ttl = :ttl, published_at = :at REMOVE lease_token, lease_owner",
          names: ["#ttl": "ttl"], values: [":zero": 0, ":ttl": 1_700_003_601, ":at": 1_700_000_000])))
  }

  @Test("A publication is what readers get, and the lease is over")
  func publishes() async throws {
    let world = try await World()
    let (a, b) = (world.worker("a"), world.worker("b"))
    let lease = try await a.pages.leases.acquire("home", for: .seconds(10))
    let published = try await a.pages.publish(publication, holding: lease)
    let read = try #require(try await b.pages.entry(for: "home"))
    #expect(
      (read.objectKey, read.etag, read.status, read.version, read.fence) == ("home-1", "\"1\"", 200, 1, lease.fence))
    #expect(published.generatedAt == read.generatedAt)
    #expect(try await b.pages.leases.acquire("home", for: .seconds(10)).publishedAt == read.generatedAt)
    #expect(try await world.row("home", "META")?["ttl"] == .number(1_700_000_000 + 7 * 24 * 3600))
    #expect(a.client.sent == ["UpdateItem", "TransactWriteItems"])
  }

  @Test("A stale worker cannot publish over newer work, nor take the lease of its successor")
  func staleWorker() async throws {
    let world = try await World()
    let (a, b) = (world.worker("a"), world.worker("b"))
    let old = try await a.pages.leases.acquire("home", for: .seconds(10))
    world.time.advance(by: .seconds(10))
    let new = try await b.pages.leases.acquire("home", for: .seconds(10))
    for lateness in [CacheTable.Lateness.refused, .acceptedIfUnchallenged] {
      await #expect {
        try await a.pages.publish(publication, holding: old, lateness: lateness)
      } throws: { error in
        if case .lost(_, let holder?) = error as? PublishError { holder.owner == "b" } else { false }
      }
    }
    try await b.pages.publish(Publication(objectKey: "home-2", revalidateAfter: .seconds(60)), holding: new)
    for lateness in [CacheTable.Lateness.refused, .acceptedIfUnchallenged] {
      await #expect(throws: PublishError.lost("home", holder: nil)) {
        try await a.pages.publish(publication, holding: old, lateness: lateness)
      }
    }
    #expect(try await b.pages.entry(for: "home")?.objectKey == "home-2")
    #expect(try await b.pages.entry(for: "home")?.version == 1)
  }

  @Test("After its expiry a lease publishes only where that was allowed and nobody else has begun")
  func late() async throws {
    let world = try await World()
    let a = world.worker("a")
    let lease = try await a.pages.leases.acquire("home", for: .seconds(10))
    world.time.advance(by: .seconds(60))
    await #expect(throws: PublishError.lost("home", holder: nil)) {
      try await a.pages.publish(publication, holding: lease)
    }
    try await a.pages.publish(publication, holding: lease, lateness: .acceptedIfUnchallenged)
    #expect(try await a.pages.entry(for: "home")?.objectKey == "home-1")
  }

  @Test("META refuses a lower fence even with the lock's consent")
  func fence() async throws {
    let world = try await World()
    let a = world.worker("a")
    try await world.put("home", "META", ["fence": 9_999_999_999_999])
    let lease = try await a.pages.leases.acquire("home", for: .seconds(10))
    await #expect(throws: PublishError.stale("home", current: 9_999_999_999_999)) {
      try await a.pages.publish(publication, holding: lease)
    }
  }

  @Test("A publication whose answer was lost is published, once", arguments: [1, 2, 3, 4])
  func lostAnswer(times: Int) async throws {
    let world = try await World()
    let a = world.worker("a")
    let lease = try await a.pages.leases.acquire("home", for: .seconds(10))
    a.client.script("TransactWriteItems", Array(repeating: .responseLost, count: times))
    try await a.pages.publish(publication, holding: lease)
    #expect(try await a.pages.entry(for: "home")?.version == 1)
    #expect(a.client.bodies(of: "TransactWriteItems").count == 1)
  }

  @Test("After a lost answer no later error says that nothing was published")
  func lostAnswerThenError() async throws {
    let world = try await World()
    let a = world.worker("a")
    let lease = try await a.pages.leases.acquire("home", for: .seconds(10))
    a.client.script("TransactWriteItems", [.responseLost, .error(.unavailable("down"))])
    #expect(try await a.pages.publish(publication, holding: lease).version == 1)
    let next = try await a.pages.leases.acquire("home", for: .seconds(10))
    a.client.script("TransactWriteItems", [.requestLost, .error(.unavailable("down"))])
    await #expect(throws: PublishError.outcomeUnknown("home")) {
      try await a.pages.publish(publication, holding: next)
    }
  }

  @Test("Publishing again after an unknown outcome finds out that it was published")
  func again() async throws {
    let world = try await World()
    let a = world.worker("a")
    let lease = try await a.pages.leases.acquire("home", for: .seconds(10))
    a.client.script("TransactWriteItems", Array(repeating: .responseLost, count: 4))
    a.client.script("GetItem", [.error(.unavailable("down"))])
    await #expect(throws: PublishError.outcomeUnknown("home")) {
      try await a.pages.publish(publication, holding: lease)
    }
    world.time.advance(by: .seconds(2))
    #expect(try await a.pages.publish(publication, holding: lease).version == 1)
  }

  @Test("A lease that was given back publishes nothing, also within the second of the last publication")
  func afterRelease() async throws {
    let world = try await World()
    let a = world.worker("a")
    try await a.pages.publish(publication, holding: try await a.pages.leases.acquire("home", for: .seconds(10)))
    let lease = try await a.pages.leases.acquire("home", for: .seconds(10))
    try await a.pages.leases.release(lease)
    await #expect(throws: PublishError.lost("home", holder: nil)) {
      try await a.pages.publish(Publication(objectKey: "home-2", revalidateAfter: .seconds(60)), holding: lease)
    }
  }

  @Test("It is published also where the service has forgotten the request's token meanwhile")
  func forgottenToken() async throws {
    let world = try await World()
    let a = world.worker("a")
    let lease = try await a.pages.leases.acquire("home", for: .seconds(10))
    let time = world.time
    a.client.script(
      "TransactWriteItems", [.responseLost, .meanwhile { _ in time.advance(by: .seconds(601)) }])
    try await a.pages.publish(publication, holding: lease)
    #expect(try await a.pages.entry(for: "home")?.version == 1)
  }

  @Test("Published, answer lost, and another worker has begun: still the truth")
  func lostAnswerAndSuccessor() async throws {
    let world = try await World()
    let (a, b) = (world.worker("a"), world.worker("b"))
    let lease = try await a.pages.leases.acquire("home", for: .seconds(10))
    let time = world.time
    a.client.script(
      "TransactWriteItems",
      [
        .responseLost,
        .meanwhile { _ in
          time.advance(by: .seconds(601))
          _ = try await b.pages.leases.acquire("home", for: .seconds(10))
        },
      ])
    try await a.pages.publish(publication, holding: lease)
    #expect(try await a.pages.entry(for: "home")?.objectKey == "home-1")
  }

  @Test("Where nothing can be found out the outcome is unknown, and publishing again is safe")
  func unknown() async throws {
    let world = try await World()
    let a = world.worker("a")
    let lease = try await a.pages.leases.acquire("home", for: .seconds(10))
    a.client.script("TransactWriteItems", Array(repeating: .requestLost, count: 4))
    a.client.script("GetItem", [.error(.unavailable("down"))])
    await #expect(throws: PublishError.outcomeUnknown("home")) {
      try await a.pages.publish(publication, holding: lease)
    }
    try await a.pages.publish(publication, holding: lease)
  }

  @Test("Conflicts and throttling are no loss of the lease: the same request is sent again")
  func busy() async throws {
    let world = try await World()
    let a = world.worker("a")
    let lease = try await a.pages.leases.acquire("home", for: .seconds(10))
    a.client.script(
      "TransactWriteItems",
      [
        .error(.transactionCanceled([.none, CancellationReason(.transactionConflict)])),
        .error(.transactionCanceled([CancellationReason(.throttling), .none])),
        .error(.throttled("slow down")),
      ])
    try await a.pages.publish(publication, holding: lease)
    #expect(a.client.bodies(of: "TransactWriteItems").count == 1)
    let again = try await a.pages.leases.acquire("home", for: .seconds(10))
    a.client.script("TransactWriteItems", Array(repeating: .error(.throttled("slow down")), count: 4))
    await #expect(throws: PublishError.throttled("home")) {
      try await a.pages.publish(publication, holding: again)
    }
  }

  @Test("Publications that readers could not use are refused before anything is sent")
  func invalid() async throws {
    let world = try await World()
    let a = world.worker("a")
    let lease = try await a.pages.leases.acquire("home", for: .seconds(10))
    a.client.forgetSent()
    let bad = [
      Publication(objectKey: "", revalidateAfter: .seconds(60)),
      Publication(objectKey: "x", revalidateAfter: .zero),
      Publication(objectKey: "x", revalidateAfter: .milliseconds(1500)),
      Publication(objectKey: "x", revalidateAfter: .seconds(60), retention: .seconds(60)),
    ]
    for publication in bad {
      await #expect {
        try await a.pages.publish(publication, holding: lease)
      } throws: { error in
        if case .invalid = error as? PublishError { true } else { false }
      }
    }
    #expect(a.client.sent.isEmpty)
  }
}
