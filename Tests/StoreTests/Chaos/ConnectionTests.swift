import AWSDynamoDB
import DynamoDB
import Synchronization
import Testing

@Suite("Connections are few, and none is left behind", .serialized, .timeLimit(.minutes(5)))
struct ConnectionTests {
  private static let patient: @Sendable (inout AWSDynamoDBClient.Configuration) -> Void = {
    $0.attemptTimeout = .seconds(60)
    $0.deadline = .seconds(60)
  }

  private let get = GetItem(table: ChaosWorld.table, key: ["pk": "a"])

  @Test("There are never more connections than configured, and all requests get through", arguments: [1, 2, 3, 4, 9])
  func limit(connections: Int) async throws {
    let most = try await mostOpen(ofAtMost: connections)
    #expect(most <= connections)
    // Each of up to four lanes has as many as the others.
    #expect(most >= connections / 4 * 4)
  }

  /// How many connections the proxy sees at once while many more requests are under way.
  private func mostOpen(ofAtMost connections: Int) async throws -> Int {
    let most = Shared(0)
    try await ChaosWorld.run(faults: FaultSource(faults: [.answerDelayed])) {
      Self.patient(&$0)
      $0.http.maximumConnections = connections
      $0.http.connectTimeout = .seconds(60)
    } _: { world async throws in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<8 * (connections + 1) { group.addTask { _ = try await world.client.send(get) } }
        try await group.waitForAll()
      }
    } judge: { world async throws in
      most.value = world.proxy.census.count.mostOpen
    }
    return most.value
  }

  @Test("Faults use up no connection: afterwards there is room for as many requests as before")
  func roomAfterFaults() async throws {
    try await ChaosWorld.run(faults: FaultSource(faults: Fault.allCases, share: 0.9, seed: 31)) {
      $0.http.maximumConnections = 4
    } _: { world async throws in
      await withTaskGroup(of: Void.self) { group in
        for _ in 0..<16 {
          group.addTask {
            for _ in 0..<8 { _ = await world.client.result(of: get) }
          }
        }
      }
      // The faults have closed most of them; the client has what is left.
      try await world.proxy.census.wait { $0.requestsUnderWay == 0 && $0.open <= 4 }
      world.proxy.change(to: FaultSource())
      let successes = Shared(0)
      await withTaskGroup(of: Void.self) { group in
        for _ in 0..<64 {
          group.addTask {
            // On a busy machine some take more than a request's time.
            while !Task.isCancelled {
              guard case .success = await world.client.result(of: get) else { continue }
              return successes.update { $0 += 1 }
            }
          }
        }
      }
      #expect(successes.value == 64)
    }
  }

  @Test("A task that is cancelled in the middle of a request ends, and its connection is closed")
  func cancellation() async throws {
    let results = Shared<[Told]>([])
    try await ChaosWorld.run(faults: FaultSource(faults: [.requestSwallowed, .answerSwallowed], seed: 32)) {
      // Nothing but the cancellation can end them.
      Self.patient(&$0)
    } _: { world async throws in
      await withTaskGroup(of: Void.self) { group in
        for number in 0..<10 {
          group.addTask {
            let put = PutItem(table: ChaosWorld.table, item: ["pk": .string("\(number)")])
            let result = Told(await world.client.result(of: put))
            results.update { $0.append(result) }
          }
        }
        try? await world.proxy.census.wait { $0.wholeRequests == 10 }
        group.cancelAll()
      }
      // Before the client is shut down.
      try await world.proxy.census.wait { $0.open == 0 }
    } judge: { _ in
      #expect(results.value == Array(repeating: .unknown, count: 10))
    }
  }

  @Test("A shutdown that is cancelled ends what is under way, and closes every connection")
  func shutdown() async throws {
    let results = Shared<[Told]>([])
    try await ChaosWorld.run(faults: FaultSource(faults: [.requestSwallowed])) {
      Self.patient(&$0)
      $0.retryPolicy = .never
    } _: { world async throws in
      await withTaskGroup(of: Void.self) { group in
        for number in 0..<10 {
          group.addTask {
            let put = PutItem(table: ChaosWorld.table, item: ["pk": .string("\(number)")])
            let result = Told(await world.client.result(of: put))
            results.update { $0.append(result) }
          }
        }
        try? await world.proxy.census.wait { $0.wholeRequests == 10 }
        let shutdown = Task { await world.client.shutdown() }
        shutdown.cancel()
        await shutdown.value
        try? await world.proxy.census.wait { $0.open == 0 }
      }
    } judge: { _ in
      #expect(results.value == Array(repeating: .unknown, count: 10))
    }
  }
}
