import DynamoDB
import EmbeddedDynamoDB
import TableTheoryTesting
import Testing

/// The ledger holds every committed write, and a timeline shows it.
struct LedgerTests {
  private func world() throws -> SimulatedWorld {
    let world = SimulatedWorld(seed: 1, faults: .none)
    try world.run {
      try await world.engine.createTableIfMissing(
        CreateTable(table: "pages", partitionKey: .init("pk"), sortKey: .init("sk")))
      let worker = world.worker("w")
      try await worker.client.putItem(["pk": "a", "sk": "b", "n": 1], into: "pages")
      try await worker.sleep(for: .milliseconds(1500))
      _ = try await worker.client.send(
        UpdateItem(
          table: "pages", key: ["pk": "a", "sk": "b"], update: Update().set("n", to: 2),
          returnConsumedCapacity: .total))
      try? await worker.client.deleteItem(["pk": "a", "sk": "b"], from: "pages", if: DocumentPath("n") == 7)
      try await worker.client.transactWriteItems([
        .delete(DeleteItem(table: "pages", key: ["pk": "a", "sk": "b"])),
        .put(PutItem(table: "pages", item: ["pk": "a", "sk": "c"])),
      ])
      worker.note("done")
    }
    return world
  }

  @Test("Each write is there with the row before and after it; a refused one is not")
  func writes() throws {
    let writes = try world().ledger.events.compactMap { event -> String? in
      guard case .wrote(_, let row, let before, let after) = event.kind else { return nil }
      return "\(row): \(before?["n"]?.integer ?? 0) \(after?["n"]?.integer ?? 0) \(after == nil)"
    }
    #expect(writes == ["a b: 0 1 false", "a b: 1 2 false", "a b: 2 0 true", "a c: 0 0 false"])
  }

  @Test("Requests are counted, and capacity where it was asked for")
  func cost() throws {
    let ledger = try world().ledger
    #expect(ledger.requests == ["PutItem": 1, "UpdateItem": 1, "DeleteItem": 1, "TransactWriteItems": 1])
    #expect(ledger.capacityUnits == 1)
  }

  @Test("A timeline has a line for each event, with its time and worker")
  func timeline() throws {
    let lines = Timeline(try world().ledger.events).description.split(separator: "\n").map(String.init)
    #expect(lines.first == "     0.000 s  w  #1 sends PutItem a b unconditionally")
    #expect(lines.contains("     1.500 s  w     a b: n=2 (1)"))
    #expect(lines.contains("     1.500 s  w  #3 sends DeleteItem a b if n = 7"))
    #expect(lines.contains { $0.hasPrefix("     1.500 s  w  #3 is refused: ConditionalCheckFailedException") })
    #expect(lines.last == "     1.500 s  w  • done")
  }
}
