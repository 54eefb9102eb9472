import DynamoDB
import EmbeddedDynamoDB
import Testing

@testable import TableTheoryModels

/// What a model's indexes find on the engine.
@Suite struct IndexTests {
  private func articles(_ tables: Tables) async throws {
    for number in 1...5 {
      tables.time.advance(by: .seconds(1))
      try await tables.articles.create(
        Article(site: number < 4 ? "a" : "b", slug: "\(number)", status: .live, reads: number))
    }
    try await tables.articles.create(Article(slug: "draft"))
    try await tables.counters.create(Counter())
  }

  @Test func aTableIsMadeWithItsModelsIndexes() async throws {
    let tables = try await Tables()
    let table = try await tables.client.send(DescribeTable(table: "pages")).table
    #expect(
      table.indexes.map(\.index) == [.global("by-status", partitionKey: .init("status"), sortKey: .init("created_at"))])
    // Models of one table that know different indexes.
    let client = EmbeddedDynamoDB()
    try await client.createTableIfMissing(TableSchema([Counter.schema, Article.schema]).createTable)
    try await TypedTable<Counter>(on: client).createTableIfMissing()
    let both = try await client.send(DescribeTable(table: "pages")).table
    #expect(both.indexes.map(\.index.name) == ["by-status"])
  }

  @Test func itFindsWholeModelsInTheOrderOfItsSortKey() async throws {
    let tables = try await Tables()
    try await articles(tables)
    let live = try await tables.articles.query(index: "by-status", Article.Status.live).all()
    #expect(live.map(\.slug) == ["1", "2", "3", "4", "5"])
    #expect(live == (try await tables.articles.scan(where: \.status == .live).all()).sorted { $0.slug < $1.slug })
    #expect(
      try await tables.articles.query(index: "by-status", Article.Status.draft).all().map(\.slug) == ["draft"])
    let third = live[2].createdAt.nanosecondText
    #expect(
      try await tables.articles.query(
        index: "by-status", Article.Status.live, sort: .lessOrEqual(.string(third)), where: \.reads > 1,
        order: .descending
      ).all().map(\.slug) == ["3", "2"])
    #expect(
      try await tables.articles.query(index: "by-status", Article.Status.live).only(\.reads).all()
        .map { try $0[\.reads] } == [1, 2, 3, 4, 5])
  }

  /// Several items with one key of the index: the cursor holds the table's key too.
  @Test(arguments: [PageCursor.Sort.ascending, .descending])
  func aCursorGoesOnInTheIndex(order: PageCursor.Sort) async throws {
    let tables = try await Tables()
    try await articles(tables)
    for slug in ["x", "y", "z"] { try await tables.articles.create(Article(slug: slug, status: .live)) }
    let all = try await tables.articles.query(index: "by-status", Article.Status.live, order: order).all().map(\.slug)
    #expect(all.count == 8)
    for pageSize in 1...8 {
      var slugs: [String] = []
      var text: String?
      repeat {
        let cursor = try text.map { try PageCursor(parsing: $0) }
        #expect(cursor?.index == text.map { _ in "by-status" })
        var pages = tables.articles.query(
          index: "by-status", Article.Status.live, order: order, pageSize: pageSize, from: cursor
        ).pages.makeAsyncIterator()
        let page = try #require(try await pages.next())
        slugs += page.elements.map(\.slug)
        text = page.cursor?.text
        if let key = page.cursor?.lastKey { #expect(Set(key.keys) == ["pk", "sk", "status", "created_at"]) }
      } while text != nil && slugs.count < 20
      #expect(slugs == all)
    }
  }

  @Test func aCursorOfTheTableOrOfAnotherIndexIsRefused() async throws {
    let tables = try await Tables()
    try await articles(tables)
    var pages = tables.articles.query(index: "by-status", Article.Status.live, pageSize: 2).pages.makeAsyncIterator()
    let cursor = try #require(try await pages.next()?.cursor)
    func isRefused(_ sequence: ModelSequence<Article, Query>) async -> Bool {
      let error = await failure { () throws(TypedTableError) in try await sequence.all() }
      if case .cursor(.mismatch) = error { return true }
      return false
    }
    #expect(await isRefused(tables.articles.query(Article.partition(), from: cursor)))
    #expect(await isRefused(tables.articles.query(index: "by-status", Article.Status.draft, from: cursor)))
    #expect(
      await isRefused(tables.articles.query(index: "by-status", Article.Status.live, order: .descending, from: cursor)))
    var other = cursor
    other.index = "by-reader"
    #expect(await isRefused(tables.articles.query(index: "by-status", Article.Status.live, from: other)))
  }

  /// Items of another model with the same attributes are in the index too.
  @Test func otherModelsInTheIndexArePassedOver() async throws {
    let tables = try await Tables()
    try await articles(tables)
    try await tables.client.putItem(
      ["pk": "SITE#a", "sk": "DRAFT#9", "status": "live", "created_at": "2026"], into: "pages")
    #expect(try await tables.articles.query(index: "by-status", Article.Status.live).all().count == 5)
  }

  @Test func aLocalIndexIsOfOnePartition() async throws {
    let client = EmbeddedDynamoDB()
    let visits = TypedTable<Visit>(on: client)
    try await visits.createTableIfMissing()
    for number in 1...4 {
      try await visits.create(Visit(site: number < 4 ? "a" : "b", id: "\(9 - number)", at: number, page: "p\(number)"))
    }
    let found = try await visits.query(index: "by-time", "a", sort: .greaterOrEqual(2)).only(\.at, \.id).all()
    #expect(try found.map { try $0[\.at] } == [2, 3])
    // The index has the keys alone: whole models are not in it.
    #expect(
      await failure { () throws(TypedTableError) in try await visits.query(index: "by-time", "a").all() }
        == .model(.missing("page", of: "Visit")))
  }
}

private struct Visit: TableModel, Hashable {
  var site: String
  var id: String
  var at: Int
  var page: String

  init(site: String, id: String, at: Int, page: String) {
    self.site = site
    self.id = id
    self.at = at
    self.page = page
  }

  init(item: Item) throws(ModelError) {
    let reader = ItemReader(item, of: Self.self)
    site = try reader.value("site")
    id = try reader.value("id")
    at = try reader.value("at")
    page = try reader.value("page")
  }

  static let attributes: [ModelAttribute<Visit>] = [
    ModelAttribute(\.site, "site", .partitionKey), ModelAttribute(\.id, "id", .sortKey), ModelAttribute(\.at, "at"),
    ModelAttribute(\.page, "page"),
  ]
  static let schema = ModelSchema(
    "Visit", table: "visits", naming: .snakeCase, attributes: attributes,
    indexes: [
      IndexSchema("by-time", kind: .local, partition: "site", sort: "at", projection: .keysOnly, of: attributes)
    ])
}
