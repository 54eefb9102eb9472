import DynamoDB
import EmbeddedDynamoDB
import TableTheoryTesting
import Testing

/// What a worker is told, and what the table holds, for each kind of fault.
struct FaultTests {
  private static let row: Item = ["pk": "a", "sk": "b"]

  /// One `ADD count 1` that meets the fault, and what came of it an hour later.
  private func add(_ kind: Fault.Kind, seed: UInt64 = 1) throws -> (
    error: DynamoDBError?, count: Int64, world: SimulatedWorld
  ) {
    let plan = FaultPlan(perMille: 1000, kinds: [kind], lateness: .seconds(30), sweepInterval: nil)
    let world = SimulatedWorld(seed: seed, faults: plan)
    let (error, count) = try world.run {
      try await world.engine.createTableIfMissing(
        CreateTable(table: "numbers", partitionKey: .init("pk"), sortKey: .init("sk")))
      let worker = world.worker("w")
      var failure: DynamoDBError?
      do throws(DynamoDBError) {
        try await worker.client.updateItem(Self.row, in: "numbers", Update().add("count", 1))
      } catch {
        failure = error
      }
      try await world.scheduler.sleep(for: .seconds(3600))
      await world.settle()
      let item = try await world.engine.getItem(Self.row, from: "numbers")
      return (failure, item?["count"]?.integer ?? 0)
    }
    return (error, count, world)
  }

  @Test("A lost request is not carried out, a lost response is: nobody knows which")
  func losses() throws {
    let request = try add(.requestLost)
    #expect(request.count == 0)
    let response = try add(.responseLost)
    #expect(response.count == 1)
    for error in [request.error, response.error] {
      guard case .outcomeUnknown = error else {
        Issue.record("\(String(describing: error)) instead of an unknown outcome")
        continue
      }
    }
  }

  @Test("A copy is carried out too, a late request when nobody waits for it")
  func lateness() throws {
    let copy = try add(.duplicated)
    #expect(copy.error == nil && copy.count == 2)
    let late = try add(.requestLate)
    #expect(late.count == 1)
    guard case .outcomeUnknown = late.error else { throw SimulationFailure.deadlock(after: .zero) }
    let slow = try add(.responseLate)
    #expect(slow.error == nil && slow.count == 1)
  }

  @Test("What is throttled or in conflict is not written")
  func refusals() throws {
    let throttled = try add(.throttled)
    #expect(throttled.count == 0)
    guard case .throttled = throttled.error else { throw SimulationFailure.deadlock(after: .zero) }
    let conflict = try add(.conflict)
    #expect(conflict.count == 0)
    guard case .transactionConflict = conflict.error else { throw SimulationFailure.deadlock(after: .zero) }
  }

  @Test("A status of 500 and a crash come before the write or after it", arguments: [Fault.Kind.serverError, .crash])
  func halves(kind: Fault.Kind) throws {
    let counts = try (1...20).map { try add(kind, seed: $0) }
    #expect(Set(counts.map(\.count)) == [0, 1])
    #expect(counts.allSatisfy { $0.error != nil })
  }

  @Test("A crashed worker sends and sleeps no more")
  func crash() throws {
    let world = SimulatedWorld(seed: 1, faults: .none)
    try world.run {
      let worker = world.worker("w")
      worker.crash()
      await #expect(throws: DynamoDBError.cancelled) {
        try await worker.client.getItem(Self.row, from: "numbers")
      }
      await #expect(throws: CancellationError.self) { try await worker.sleep(for: .seconds(1)) }
    }
    #expect(world.ledger.events.isEmpty)
  }

  @Test("A frozen worker goes on when it is thawed, whatever it was waiting for")
  func freeze() throws {
    let world = SimulatedWorld(seed: 1, faults: .none)
    try world.run {
      let worker = world.worker("w")
      worker.freeze(for: .seconds(10))
      try await worker.sleep(for: .seconds(1))
    }
    #expect(world.scheduler.uptime == .seconds(10))
    let (error, count, _) = try add(.freeze)
    #expect(error == nil && count == 1)
  }

  @Test("Faults come as often as the plan says, every kind")
  func distribution() throws {
    let world = SimulatedWorld(
      seed: 9, faults: FaultPlan(perMille: 300, latency: .zero, timeout: .zero, sweepInterval: nil))
    try world.run {
      try await world.engine.createTableIfMissing(
        CreateTable(table: "numbers", partitionKey: .init("pk"), sortKey: .init("sk")))
      for number in 0..<6000 {
        _ = try? await world.worker("w\(number)").client.putItem(Self.row, into: "numbers")
      }
    }
    var counts: [Fault.Kind: Int] = [:]
    for event in world.ledger.events {
      if case .fault(_, let fault) = event.kind { counts[fault.kind, default: 0] += 1 }
    }
    #expect(counts.count == Fault.Kind.allCases.count)
    for (kind, count) in counts { #expect((120...240).contains(count), "\(kind): \(count)") }
  }

  @Test("TTL deletes what is over, as early as the plan allows and no earlier")
  func timeToLive() throws {
    for seed in UInt64(1)...20 {
      let plan = FaultPlan(
        perMille: 0, latency: .zero, sweepInterval: .seconds(2), sweepEarliness: .seconds(5))
      let world = SimulatedWorld(seed: seed, faults: plan)
      try world.run {
        try await world.engine.createTableIfMissing(
          CreateTable(table: "numbers", partitionKey: .init("pk"), sortKey: .init("sk")))
        _ = try await world.engine.send(UpdateTimeToLive(table: "numbers", attribute: "ttl"))
        let worker = world.worker("w")
        var item = Self.row
        item["ttl"] = .number((worker.now + .seconds(30)).secondsRoundedUp)
        try await worker.client.putItem(item, into: "numbers")
        for _ in 0..<120 {
          try await worker.sleep(for: .milliseconds(500))
          await world.settle()
        }
      }
      let deletions = world.ledger.events.filter { event in
        if case .wrote(nil, _, _, after: nil) = event.kind { true } else { false }
      }
      #expect(deletions.count == 1)
      #expect(deletions.allSatisfy { $0.time >= .seconds(25) })
    }
  }
}
