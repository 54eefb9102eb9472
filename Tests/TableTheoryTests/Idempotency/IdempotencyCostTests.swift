import DynamoDB
import EmbeddedDynamoDB
import Synchronization
import TableTheory
import Testing

/// What DynamoDB would charge, as the engine counts it.
private final class MeteredClient: DynamoDBClient {
  struct Bill: Equatable {
    var requests = 0
    var read = 0.0
    var written = 0.0
  }

  private let engine: EmbeddedDynamoDB
  private let state = Mutex(Bill())

  init(_ engine: EmbeddedDynamoDB) { self.engine = engine }

  /// What was spent since it was asked last.
  func bill() -> Bill {
    state.withLock { bill in
      defer { bill = Bill() }
      return bill
    }
  }

  func send<Operation: DynamoDBOperation>(
    _ operation: Operation
  ) async throws(DynamoDBError) -> Operation.Output {
    var asked = operation
    if var update = operation as? UpdateItem {
      update.returnConsumedCapacity = .total
      asked = update as? Operation ?? asked
    } else if var get = operation as? GetItem {
      get.returnConsumedCapacity = .total
      asked = get as? Operation ?? asked
    } else if var transaction = operation as? TransactWriteItems {
      transaction.returnConsumedCapacity = .total
      asked = transaction as? Operation ?? asked
    }
    do throws(DynamoDBError) {
      let output = try await engine.send(asked)
      charge(output.capacities.reduce(0) { $0 + $1.units }, isRead: operation is GetItem)
      return output
    } catch .conditionFailed(let item) {
      // A refusal costs what the write would have; its answer does not say how much.
      charge(max(1, (Double(item?.size ?? 0) / 1024).rounded(.up)), isRead: false)
      throw .conditionFailed(item: item)
    }
  }

  private func charge(_ units: Double, isRead: Bool) {
    state.withLock { bill in
      bill.requests += 1
      if isRead { bill.read += units } else { bill.written += units }
    }
  }
}

struct IdempotencyCostTests {
  private let key = IdempotencyKey.request("8e03978e-40d5-43e8-bc93-6894a57f9324", of: "POST /orders", by: "acme")

  private func store(
    _ world: World, _ client: MeteredClient, look: IdempotencyStore.Look = .write, remembered: Int = 0,
    results: (any BodyStore)? = nil
  ) -> IdempotencyStore {
    IdempotencyStore(
      table: "pages", on: client, results: results, configuration: .init(look: look, rememberedResults: remembered),
      time: world.time)
  }

  private func perform(_ store: IdempotencyStore, result length: Int) async throws -> Bool {
    let payload = IdempotencyPayload.order
    return try await store.perform(key, payload: payload) { _ in String(repeating: "x", count: length) }.isReplayed
  }

  @Test(
    "A first call costs two write units, a replay one; with a read first, half a read unit each and no write",
    arguments: [IdempotencyStore.Look.write, .read])
  func small(look: IdempotencyStore.Look) async throws {
    let world = try await World(stepped: true)
    let client = MeteredClient(world.engine)
    let store = store(world, client, look: look)
    #expect(try await !perform(store, result: 500))
    #expect(
      client.bill()
        == (look == .write ? .init(requests: 2, written: 2) : .init(requests: 3, read: 0.5, written: 2)))
    #expect(try await perform(store, result: 500))
    #expect(
      client.bill() == (look == .write ? .init(requests: 1, written: 1) : .init(requests: 1, read: 0.5)))
  }

  @Test("A result of 4 KB in the row: five write units to complete; a replay as many, or a read unit")
  func large() async throws {
    let world = try await World(stepped: true)
    let client = MeteredClient(world.engine)
    _ = try await perform(store(world, client), result: 4000)
    #expect(client.bill() == .init(requests: 2, written: 6))
    #expect(try await perform(store(world, client), result: 4000))
    #expect(client.bill() == .init(requests: 1, written: 5))
    #expect(try await perform(store(world, client, look: .read), result: 4000))
    #expect(client.bill() == .init(requests: 1, read: 1))
  }

  @Test("A result in a store costs the row nothing, and a remembered one costs no request")
  func elsewhere() async throws {
    let world = try await World(stepped: true)
    let client = MeteredClient(world.engine)
    let results = MemoryResults()
    let first = store(world, client, remembered: 10, results: results)
    _ = try await perform(first, result: 100_000)
    #expect(client.bill() == .init(requests: 2, written: 2))
    #expect(try await perform(first, result: 100_000))
    #expect(client.bill() == .init())
    #expect(try await perform(store(world, client, results: results), result: 100_000))
    #expect(client.bill() == .init(requests: 1, written: 1))
  }

  @Test("In the compact layout a publication of one write unit costs four with a version or a request, with both six")
  func compact() async throws {
    let world = try await World(stepped: true)
    let client = MeteredClient(world.engine)
    let pages = CacheTable("pages", on: client, layout: .compact, time: world.time)
    let requests = store(world, client)
    for (number, (keeps, completes, units)) in [
      (false, false, 1.0), (true, false, 4), (false, true, 4), (true, true, 6),
    ].enumerated() {
      let key = IdempotencyKey.revalidation(of: "home", after: Int64(number), deploy: "d1")
      guard case .started(let claim) = try await requests.begin(key, payload: .none) else {
        Issue.record("not started")
        return
      }
      let lease = try await pages.leases.acquire("home", for: .seconds(10))
      let completion = await requests.completion(of: claim, with: "home")
      _ = client.bill()
      try await pages.publish(
        Publication(
          objectKey: "home-\(number)", revalidateAfter: .seconds(60), recipe: keeps ? .keepingVersions : .inPlace),
        holding: lease, completing: completes ? completion : nil)
      #expect(client.bill() == .init(requests: 1, written: units))
    }
  }

  @Test("A publication that completes a request costs six write units, and with its lease and its beginning eight")
  func published() async throws {
    let world = try await World(stepped: true)
    let client = MeteredClient(world.engine)
    let pages = CacheTable("pages", on: client, time: world.time)
    let requests = store(world, client)
    let key = IdempotencyKey.revalidation(of: "home", after: 0, deploy: "d1")
    guard case .started(let claim) = try await requests.begin(key, payload: .none) else {
      Issue.record("not started")
      return
    }
    let lease = try await pages.leases.acquire("home", for: .seconds(10))
    #expect(client.bill() == .init(requests: 2, written: 2))
    try await pages.publish(
      Publication(objectKey: "home-1", revalidateAfter: .seconds(60)), holding: lease,
      completing: await requests.completion(of: claim, with: "home-1"))
    #expect(client.bill() == .init(requests: 1, written: 6))
  }
}
