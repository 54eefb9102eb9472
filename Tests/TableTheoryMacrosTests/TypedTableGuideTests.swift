import EmbeddedDynamoDB
import TableTheoryMacros
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

// The models of docs/typed-tables.md, as they stand there.

@TableModel(table: "pages", naming: .snakeCase)
@Index("by-author", partition: "author", sort: "createdAt")
struct Article {
  @PartitionKey var pk: KeyText { "SITE#\(site)" }
  @SortKey var sk: KeyText { "ARTICLE#\(slug)" }
  var site: String
  var slug: String
  var headline: String
  var author: String?
  @OmitEmpty var tags: Set<String> = []
  @JSON var layout: Layout  // any Codable type
  @Version var version: Int = 0
  @CreatedAt var createdAt: Timestamp = .unset
  @UpdatedAt var updatedAt: Timestamp = .unset
  @TimeToLive var ttl: Date?
}

@TableModel(table: "pages", naming: .snakeCase)
struct Counter {
  @PartitionKey var pk: KeyText { "SITE#\(site)" }
  @SortKey var sk: KeyText { "COUNTER" }
  var site: String
  var count: Int
  @Version var version: Int = 0
}

@TableModel(table: "pages", naming: .snakeCase)
struct Meta {
  @PartitionKey var pk: KeyText { "TENANT#\(tenant)#CACHE#\(key)" }
  @SortKey var sk: KeyText { "META" }  // the same for all items
  var tenant: String
  var key: String
}

@AttributeMap(naming: .snakeCase)
struct Address: Hashable {
  var streetName: String
  @OmitEmpty var notes: [String] = []
}

@TableModel(table: "orders", naming: .snakeCase)
struct Order {
  @PartitionKey var pk: KeyText { "ORDER#\(number)" }
  var number: Int
  var billing: Address
  var shipping: Address?
  var stops: [Address] = []
}

/// And what it does with them.
struct TypedTableGuideTests {
  @Test("Written, changed, read by pages, and in one transaction with another model")
  func tables() async throws {
    let client = EmbeddedDynamoDB()
    try await TypedTable<Article>(on: client).createTableIfMissing()
    let counters = TypedTable<Counter>(on: client)
    _ = try await counters.create(Counter(site: "a", count: 0))
    let layout = Layout(columns: 1)
    let cursor: PageCursor? = nil
    var shown: [String] = []
    func show(_ articles: [Article], next: String?) { shown += articles.map(\.headline) }

    let articles = TypedTable<Article>(on: client)
    var article = try await articles.create(Article(site: "a", slug: "1", headline: "x", layout: layout))
    article.headline = "y"
    article = try await articles.update(article, \.headline)  // only if nobody has written it since
    #expect(article.version == 1)

    for try await page in articles.query(Article.partition(site: "a"), pageSize: 20, from: cursor).pages {
      show(page.elements, next: page.cursor?.text)
    }
    #expect(shown == ["y"])

    article.slug = "2"
    var transaction = TableTransaction(on: client)
    try transaction.create(article, in: articles)
    try transaction.update(Counter.key(site: "a"), in: counters, version: .any) { $0.add(1, to: \.count) }
    try await transaction.commit()  // or cancelled: which action, and why
    #expect(try await counters.get(Counter.key(site: "a"))?.count == 1)
  }

  @Test("Conditions are Swift's operators on key paths")
  func conditions() async throws {
    let client = EmbeddedDynamoDB()
    let articles = TypedTable<Article>(on: client)
    try await articles.createTableIfMissing()
    let partition = Article.partition(site: "a")
    let article = try await articles.create(
      Article(site: "a", slug: "1", headline: "x", tags: ["swift"], layout: Layout(columns: 1)))

    try await articles.put(article, if: \.headline == "x" && \.version < 4)
    let found = articles.query(partition, where: .contains(\.tags, "swift") || \.author == nil)

    for try await one in found { #expect(one.slug == "1") }
  }

  @Test("A struct within an item is a map")
  func maps() async throws {
    let orders = TypedTable<Order>(on: EmbeddedDynamoDB())
    try await orders.createTableIfMissing()
    try await orders.create(Order(number: 1, billing: Address(streetName: "Elm")))
    let address = Address(streetName: "Oak", notes: ["back door"])
    let order = try await orders.update(Order.key(number: 1)) { $0.set(\.billing, to: address) }
    #expect(order.billing == address && order.shipping == nil)
  }

  @Test("An index is made with the table, and queried")
  func indexes() async throws {
    let client = EmbeddedDynamoDB()
    let articles = TypedTable<Article>(on: client)
    var headlines: [String] = []
    func print(_ headline: String) { headlines.append(headline) }

    let pages = try TableSchema([Article.schema, Counter.schema])
    _ = try await client.createTableIfMissing(pages.createTable)

    for slug in ["1", "2"] {
      try await articles.create(
        Article(site: "a", slug: slug, headline: "h\(slug)", author: "me", layout: Layout(columns: 1)))
    }

    for try await article in articles.query(index: "by-author", "me", order: .descending) { print(article.headline) }
    #expect(headlines == ["h2", "h1"])
  }
}
