import DynamoDB
import Testing

@testable import TableTheoryModels

@Suite struct ReadingTests {
  @Test func aQueryFindsTheModelsOwnItemsPageByPage() async throws {
    let tables = try await Tables()
    for number in 1...5 { try await tables.articles.create(Article(slug: "\(number)", reads: number)) }
    try await tables.articles.create(Article(site: "b", slug: "9"))
    try await tables.counters.create(Counter(count: 5))

    let slugs = try await tables.articles.query(Article.partition()).all().map(\.slug)
    #expect(slugs == ["1", "2", "3", "4", "5"])
    #expect(try await tables.counters.query(ModelPartition("SITE#a")).all() == [Counter(count: 5)])
    #expect(
      try await tables.articles.query(Article.partition(), where: \.reads > 3, order: .descending).all().map(\.slug)
        == ["5", "4"])
    #expect(
      try await tables.articles.query(Article.partition(), sort: .between("ARTICLE#2", "ARTICLE#3")).all().map(\.slug)
        == ["2", "3"])
  }

  /// The text of a cursor goes to another process and back, and nothing is read twice or left out.
  @Test func aCursorGoesOnWhereThePageEnded() async throws {
    let tables = try await Tables()
    for number in 1...5 { try await tables.articles.create(Article(slug: "\(number)")) }
    var slugs: [String] = []
    var text: String?
    var pages = 0
    repeat {
      let cursor = try text.map { try PageCursor(parsing: $0) }
      let sequence = tables.articles.query(Article.partition(), pageSize: 2, from: cursor)
      var iterator = sequence.pages.makeAsyncIterator()
      let page = try #require(try await iterator.next())
      slugs += page.elements.map(\.slug)
      text = page.cursor?.text
      pages += 1
    } while text != nil && pages < 10
    #expect(slugs == ["1", "2", "3", "4", "5"])
    #expect(pages == 3)
  }

  @Test func anotherQuerysCursorIsRefused() async throws {
    let tables = try await Tables()
    let cursor = PageCursor(lastKey: Article.key("1", site: "b").item, sort: .ascending)
    guard
      case .cursor(.mismatch) = await failure({ () throws(TypedTableError) in
        try await tables.articles.query(Article.partition(), from: cursor).all()
      })
    else {
      Issue.record("it was not refused")
      return
    }
  }

  @Test func aScanPassesOverOtherModels() async throws {
    let tables = try await Tables()
    try await tables.articles.create(Article(slug: "1"))
    try await tables.articles.create(Article(site: "b", slug: "2"))
    try await tables.counters.create(Counter())
    #expect(Set(try await tables.articles.scan().all().map(\.slug)) == ["1", "2"])
    #expect(tables.articles.scan(where: \.slug == "1").pages.request.isFailure, "it is stored in a key alone")
    #expect(try await tables.counters.scan().all().count == 1)
  }

  @Test func anIndexIsReadByItsOwnKeys() async throws {
    let tables = try await Tables()
    let query = try tables.articles.query(
      index: "by-status", Article.Status.live, sort: .beginsWith("2026-"), where: \.reads > 1
    ).pages.request.get()
    #expect(query.index == "by-status")
    #expect(
      query.keyCondition
        == KeyCondition(partition: "status", equals: "live", sort: "created_at", .beginsWith("2026-")))
    let own = DocumentPath("pk").begins(with: "SITE#") && DocumentPath("sk").begins(with: "ARTICLE#")
    #expect(query.filter == (own && DocumentPath("reads") > 1))
    #expect(tables.articles.query(index: "by-reader", "x").pages.request.isFailure)
  }

  @Test func aProjectionBringsWhatWasAskedFor() async throws {
    let tables = try await Tables()
    try await tables.articles.create(Article(slug: "1", headline: "h", expiresAt: Timestamp(seconds: 9)))
    let partial = try #require(
      try await tables.articles.get(Article.key("1"), only: \.headline, \.expiresAt, \.reads, consistentRead: true))
    #expect(try partial[\.headline] == "h")
    #expect(try partial[\.expiresAt] == Timestamp(seconds: 9))
    #expect(try partial[\.reads] == 0, "what is left out because it is empty is empty")
    #expect(throws: TypedTableError.self) { try partial[\.status] }
    #expect(Set(partial.item.keys) == ["headline", "ttl"])

    let partials = try await tables.articles.query(Article.partition()).only(\.headline).all()
    #expect(try partials.map { try $0[\.headline] } == ["h"])
  }

  @Test func anItemOfAnotherShapeIsAnErrorThatNamesTheAttribute() async throws {
    let tables = try await Tables()
    var item = try Article(slug: "1", headline: "secret").storedItem()
    item["headline"] = 7
    try await tables.client.putItem(item, into: "pages")
    let error = await failure { () throws(TypedTableError) in try await tables.articles.get(Article.key("1")) }
    #expect(
      error
        == .model(ModelError(model: "Article", attribute: "headline", reason: "it has to be S and is N")))
    item["headline"] = nil
    try await tables.client.putItem(item, into: "pages")
    #expect(
      await failure { () throws(TypedTableError) in try await tables.articles.get(Article.key("1")) }
        == .model(.missing("headline", of: "Article")))
  }

  @Test func batchesAreAsLongAsTheyAre() async throws {
    let tables = try await Tables()
    let articles = (1...30).map { Article(slug: "\($0)") }
    let written = try await tables.articles.write(puts: articles)
    #expect(written.map(\.slug) == articles.map(\.slug))
    #expect(written.allSatisfy { $0.createdAt == tables.time.now })
    let read = try await tables.articles.get(all: written.map { Article.key($0.slug) } + [Article.key("none")])
    #expect(Set(read) == Set(written))
    try await tables.articles.write(deletes: written.map { Article.key($0.slug) })
    #expect(try await tables.articles.query(Article.partition()).all().isEmpty)
    guard
      case .incompleteWrite = await failure({ () throws(TypedTableError) in
        try await tables.articles.write(puts: [Article(slug: "1"), Article(slug: "1")])
      })
    else {
      Issue.record("two writes of one item went through")
      return
    }
  }
}

extension Result {
  fileprivate var isFailure: Bool { if case .failure = self { true } else { false } }
}
