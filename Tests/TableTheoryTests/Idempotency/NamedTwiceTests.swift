import DynamoDB
import TableTheory
import Testing

@Suite("A transaction that names an item twice")
struct NamedTwiceTests {
  private static let account: Item = ["pk": "ACCOUNT", "sk": "1"]

  private static let update = TransactWriteItems.Action.update(
    UpdateItem(table: "pages", key: account, update: Update().add("balance", 1)))
  private static let check = TransactWriteItems.Action.check(
    ConditionCheck(table: "pages", key: account, condition: DocumentPath("pk").exists))
  private static let put = TransactWriteItems.Action.put(
    PutItem(table: "pages", item: account.merging(["balance": 1]) { $1 }))
  private static let delete = TransactWriteItems.Action.delete(DeleteItem(table: "pages", key: account))

  @Test(
    "It is refused before anything is sent",
    arguments: [[check, update], [put, put], [update, delete], [put, check]])
  func refused(actions: [TransactWriteItems.Action]) async throws {
    let world = try await World()
    let a = world.requests("a")
    let claim = try await a.store.started(.order)
    let completion = await a.store.completion(of: claim, with: 1)
    a.client.forgetSent()
    for actions in [actions, [completion.action]] {
      let error = await #expect(throws: IdempotencyError.self) {
        try await a.store.complete(completion, together: actions)
      }
      if case .invalid = error {} else { Issue.record("\(String(describing: error))") }
    }
    #expect(a.client.sent.isEmpty)
  }

  @Test("Items that differ, by key or by table, are two")
  func allowed() async throws {
    let world = try await World()
    try await CacheTable("other", on: world.engine, time: world.time).createIfMissing()
    let a = world.requests("a")
    let claim = try await a.store.started(.order)
    let completion = await a.store.completion(of: claim, with: 1)
    let second = TransactWriteItems.Action.put(PutItem(table: "pages", item: ["pk": "ACCOUNT", "sk": "2"]))
    let other = TransactWriteItems.Action.put(PutItem(table: "other", item: Self.account))
    try await a.store.complete(completion, together: [Self.update, second, other])
    #expect(try await world.engine.getItem(Self.account, from: "pages")?["balance"] == 1)
  }
}
