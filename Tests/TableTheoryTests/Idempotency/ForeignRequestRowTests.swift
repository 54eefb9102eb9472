import DynamoDB
import EmbeddedDynamoDB
import TableTheory
import Testing

/// Rows that other SDKs wrote, and rows that nobody should have written: neither blocked for ever nor trusted.
struct ForeignRequestRowTests {
  private let hash = AttributeValue.string(IdempotencyPayload.order.hash)

  private func row(_ status: String?, _ more: Item = [:]) -> Item {
    var item: Item = ["request_hash": hash, "ttl": 1_700_086_400]
    if let status { item["status"] = .string(status) }
    return item.merging(more) { $1 }
  }

  @Test(
    "A row in progress that does not say until when is given a time, and taken over after it",
    arguments: [
      [:], ["in_progress_expires_at": "soon"], ["in_progress_expires_at": 1_700_000_000_000],
      ["owner_token": 7, "expires_at": "never"],
    ] as [Item])
  func undated(more: Item) async throws {
    for status in ["STARTED", "INPROGRESS", nil] {
      let world = try await World()
      let (a, b) = (world.requests("a"), world.requests("b"))
      try await world.put(.order, row(status, more))
      guard case .inProgress(let holder) = try await a.store.begin(.order, payload: .order) else {
        Issue.record("taken from whoever may be at work")
        return
      }
      #expect(holder.until == Timestamp(seconds: 1_700_000_010))
      world.time.advance(by: .milliseconds(9_999))
      guard case .inProgress = try await b.store.begin(.order, payload: .order) else {
        Issue.record("taken too early")
        return
      }
      world.time.advance(by: .milliseconds(1))
      let claim = try await b.store.started(.order)
      #expect(claim.isRestart)
      try await b.store.complete(claim, with: 1)
    }
  }

  @Test("Another payload is refused there too, and nothing is written")
  func mismatch() async throws {
    let world = try await World()
    let a = world.requests("a")
    for status in ["STARTED", "COMPLETED", "FAILED", nil] {
      try await world.put(.order, row(status))
      let before = try await world.row(.order)
      await #expect(throws: IdempotencyError.self) { try await a.store.begin(.order, payload: .other) }
      #expect(try await world.row(.order) == before)
    }
  }

  @Test("The two give the row its time at once, and only one of them")
  func datedOnce() async throws {
    let world = try await World()
    let (a, b) = (world.requests("a"), world.requests("b"))
    try await world.put(.order, row("STARTED"))
    let time = world.time
    a.client.script(
      "UpdateItem",
      [
        .beforeAnswer { _ in
          _ = try await b.store.begin(.order, payload: .order)
          time.advance(by: .seconds(3))
        }
      ])
    guard case .inProgress(let holder) = try await a.store.begin(.order, payload: .order) else {
      Issue.record("taken")
      return
    }
    #expect(holder.until == Timestamp(seconds: 1_700_000_010))
  }

  @Test("A completed row without the + attributes is replayed until its ttl, and free after it")
  func completed() async throws {
    let world = try await World()
    let results = MemoryResults()
    let a = world.requests("a", results: results)
    let name = try await results.store(Array("42".utf8), label: "order", publication: "1")
    try await world.put(.order, row("COMPLETED", ["result_s3_key": .string(name.text)]))
    let requests = a.store
    let effects = Effects()
    let replay = try await requests.perform(.order, payload: .order) { _ in effects.happen() }
    #expect(replay.value == 42 && replay.isReplayed && effects.count == 0)
    world.time.advance(by: .seconds(86_400))
    _ = try await requests.started(.order)
  }

  @Test("A completed row is not taken over, although an in-progress time that is over was left in it")
  func completedWithTime() async throws {
    let world = try await World()
    let a = world.requests("a")
    try await world.put(.order, row("COMPLETED", ["result": "1", "in_progress_expires_at": 1_699_999_000]))
    guard case .completed = try await a.store.begin(.order, payload: .order) else {
      Issue.record("a completed record was overwritten")
      return
    }
  }

  @Test("A completed row without a result is not done again, and its caller learns why")
  func withoutResult() async throws {
    let world = try await World()
    let a = world.requests("a")
    let effects = Effects()
    for more in [[:], ["result_s3_key": "gone"], ["result": 7], ["result": "not JSON"], ["result_is_error": true]]
      as [Item]
    {
      try await world.put(.order, row("COMPLETED", more))
      do {
        _ = try await a.store.perform(.order, payload: .order) { _ in effects.happen() }
        Issue.record("replayed from nothing")
      } catch .notBegun(.unreadable(let key, let until, _)) {
        #expect(key == .order && until == Timestamp(seconds: 1_700_086_400))
      }
    }
    #expect(effects.count == 0)
  }

  @Test(
    "A completed row without a payload hash is not trusted, and free when its time is over", arguments: [true, false])
  func withoutHash(dated: Bool) async throws {
    let world = try await World()
    let a = world.requests("a")
    try await world.put(
      .order,
      dated
        ? ["status": "COMPLETED", "result": "1", "ttl": 1_700_000_100]
        : ["status": "COMPLETED", "result": "1", "request_hash": 7, "ttl": 1_700_000_000_000])
    let until: Int64 = dated ? 1_700_000_100 : 1_700_003_600
    for _ in 0..<2 {
      await #expect {
        try await a.store.begin(.order, payload: .order)
      } throws: { error in
        if case .unreadable(_, Timestamp(seconds: until), _) = error as? IdempotencyError { true } else { false }
      }
    }
    world.time.advance(by: .seconds(until - 1_700_000_000))
    _ = try await a.store.started(.order)
  }

  @Test("Rows that are free, for whatever reason")
  func free() async throws {
    let world = try await World()
    let a = world.requests("a")
    let rows: [Item] = [
      row("FAILED"), ["status": "FAILED"], row("STARTED", ["in_progress_expires_at": 1_700_000_000]),
      row("STARTED", ["ttl": 1_700_000_000]), row("COMPLETED", ["ttl": 1_699_999_999]),
      row("COMPLETED", ["expires_at": 1_700_000_000]), row(nil, ["in_progress_expires_at": 0]),
      row("FAILED", ["in_progress_expires_at": 1_800_000_000, "owner_token": "x"]),
    ]
    for item in rows {
      try await world.put(.order, item)
      let claim = try await a.store.started(.order)
      try await a.store.complete(claim, with: 1)
      _ = try await a.store.forget(.order)
    }
  }

  @Test("What may be in progress is not forgotten by mistake, although its row does not say until when")
  func forgotten() async throws {
    let world = try await World()
    let a = world.requests("a")
    for item in [row("STARTED"), row("INPROGRESS"), row(nil), row("STARTED", ["in_progress_expires_at": "soon"])] {
      try await world.put(.order, item)
      await #expect {
        try await a.store.forget(.order)
      } throws: { error in
        guard case .inProgress(let holder) = error as? IdempotencyError else { return false }
        return holder.until == nil && "\(error)".contains("does not say until when")
      }
      #expect(try await world.row(.order)?["status"] == item["status"])
      #expect(try await a.store.forget(.order, evenInProgress: true)?.state == .started)
    }
    for item in [
      row("COMPLETED"), row("FAILED"), row("STARTED", ["in_progress_expires_at": 1_700_000_000]),
      row("INPROGRESS", ["in_progress_expires_at": 1_699_999_999]), row("STARTED", ["ttl": 1_700_000_000]),
    ] {
      try await world.put(.order, item)
      #expect(try await a.store.forget(.order) != nil)
      #expect(try await world.row(.order) == nil)
    }
    #expect(try await a.store.forget(.order) == nil)
  }

  @Test("A row that another SDK's put has replaced is not ours any more")
  func erased() async throws {
    let world = try await World()
    let a = world.requests("a")
    let claim = try await a.store.started(.order)
    try await world.put(.order, row("STARTED"))
    await #expect(throws: IdempotencyError.self) { try await a.store.complete(claim, with: 1) }
    #expect(try await world.row(.order)?["status"] == "STARTED")
  }

  @Test("An endpoint that returns no row with a refusal is named as the reason")
  func withoutRow() async throws {
    let world = try await World()
    let a = world.requests("a")
    a.client.script("UpdateItem", [.error(.conditionFailed(item: nil))])
    await #expect {
      try await a.store.begin(.order, payload: .order)
    } throws: { error in
      if case .unavailable = error as? IdempotencyError { true } else { false }
    }
  }
}
