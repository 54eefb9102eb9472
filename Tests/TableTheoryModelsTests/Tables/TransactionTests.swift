import DynamoDB
import Testing

@testable import TableTheoryModels

@Suite struct TransactionTests {
  @Test func severalModelsAreWrittenTogetherOrNotAtAll() async throws {
    let tables = try await Tables()
    try await tables.counters.create(Counter(count: 1))
    try await tables.articles.create(Article(slug: "old"))
    var transaction = TableTransaction(on: tables.client)
    try transaction.create(Article(slug: "1"), in: tables.articles)
    try transaction.update(Counter.key(), in: tables.counters) { $0.add(1, to: \.count) }
    try transaction.delete(Article.key("old"), in: tables.articles, version: 0)
    try transaction.check(Article.key("2"), in: tables.articles, .missing(\.headline))
    try await transaction.commit()
    #expect(try await tables.counters.get(Counter.key(), consistentRead: true)?.count == 2)
    #expect(try await tables.articles.get(Article.key("1"))?.createdAt == tables.time.now)
    #expect(try await tables.item("old") == nil)

    var again = TableTransaction(on: tables.client)
    try again.create(Article(slug: "1"), in: tables.articles)
    try again.update(Counter.key(), in: tables.counters) { $0.add(1, to: \.count) }
    try again.update(Article.key("3"), in: tables.articles, version: 4) { $0.set(\.headline, to: "y") }
    let error = await failure { () throws(TypedTableError) in try await again.commit() }
    #expect(
      error == .cancelled([.init(index: 0, error: .exists), .init(index: 2, error: .notFound)]))
    #expect(try await tables.counters.get(Counter.key())?.count == 2)
  }

  @Test func aStaleVersionIsSaidWithItsPlace() async throws {
    let tables = try await Tables()
    var article = try await tables.articles.create(Article(slug: "1"))
    try await tables.articles.update(Article.key("1"), version: 0) { $0.set(\.headline, to: "theirs") }
    article.headline = "mine"
    var transaction = TableTransaction(on: tables.client)
    try transaction.put(Counter(), in: tables.counters)
    try transaction.update(article, \.headline, in: tables.articles)
    #expect(
      await failure { () throws(TypedTableError) in try await transaction.commit() }
        == .cancelled([.init(index: 1, error: .versionMismatch(expected: 0, found: 1))]))
    #expect(try await tables.counters.get(Counter.key()) == nil)
  }

  /// DynamoDB refuses such a list, whatever the actions are.
  @Test func anItemIsNamedOnce() async throws {
    let tables = try await Tables()
    var transaction = TableTransaction(on: tables.client)
    try transaction.create(Article(slug: "1"), in: tables.articles)
    #expect(throws: TypedTableError.self) {
      try transaction.check(Article.key("1"), in: tables.articles, .missing(\.headline))
    }
    #expect(transaction.count == 1)
  }

  @Test func severalModelsAreReadAsTheyWereAtOneMoment() async throws {
    let tables = try await Tables()
    try await tables.articles.create(Article(slug: "1", headline: "h"))
    try await tables.counters.create(Counter(count: 3))
    var snapshot = TableSnapshot(on: tables.client)
    let article = try snapshot.get(Article.key("1"), in: tables.articles)
    let missing = try snapshot.get(Article.key("2"), in: tables.articles)
    let counter = try snapshot.get(Counter.key(), in: tables.counters)
    let read = try await snapshot.read()
    #expect(try read[article]?.headline == "h")
    #expect(try read[missing] == nil)
    #expect(try read[counter]?.count == 3)
    #expect(tables.client.sent(TransactGetItems.self).count == 1)
  }
}
