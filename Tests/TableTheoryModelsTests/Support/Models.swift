import DynamoDB
import TableTheoryModels

/// A model that is written by hand, with all that DMS knows of.
struct Article: TableModel, Hashable {
  enum Status: String, AttributeConvertible, KeyPart { case draft, live }
  struct Layout: Codable, Hashable, Sendable {
    var columns: Int
    var name: String
  }

  var site: String
  var slug: String
  var headline: String
  var subtitle: String?
  var status: Status
  var reads: Int
  var tags: Set<String>
  var layout: Layout?
  var version: Int
  var createdAt: Timestamp
  var updatedAt: Timestamp
  var expiresAt: Timestamp?

  var pk: KeyText { "SITE#\(site)" }
  var sk: KeyText { "ARTICLE#\(slug)" }

  init(
    site: String = "a", slug: String, headline: String = "x", subtitle: String? = nil, status: Status = .draft,
    reads: Int = 0, tags: Set<String> = [], layout: Layout? = nil, expiresAt: Timestamp? = nil
  ) {
    self.site = site
    self.slug = slug
    self.headline = headline
    self.subtitle = subtitle
    self.status = status
    self.reads = reads
    self.tags = tags
    self.layout = layout
    version = 0
    createdAt = .unset
    updatedAt = .unset
    self.expiresAt = expiresAt
  }

  init(item: Item) throws(ModelError) {
    let reader = ItemReader(item, of: Self.self)
    var pk = try reader.key("pk")
    try pk.literal("SITE#")
    site = try pk.value()
    try pk.end()
    var sk = try reader.key("sk")
    try sk.literal("ARTICLE#")
    slug = try sk.value()
    try sk.end()
    headline = try reader.value("headline")
    subtitle = try reader.value("subtitle")
    status = try reader.value("status")
    reads = try reader.value("reads", omitsEmpty: true)
    tags = try reader.value("tags")
    layout = try reader.json("layout")
    version = try reader.value("version")
    createdAt = try reader.value("created_at")
    updatedAt = try reader.value("updated_at")
    expiresAt = try reader.timeToLive("ttl")
  }

  static let attributes: [ModelAttribute<Article>] = [
    ModelAttribute(\.pk, "pk", .partitionKey, templates: [KeyTemplate([.text("SITE#"), .value("site")])]),
    ModelAttribute(\.sk, "sk", .sortKey, templates: [KeyTemplate([.text("ARTICLE#"), .value("slug")])]),
    ModelAttribute(\.headline, "headline"), ModelAttribute(\.subtitle, "subtitle"),
    ModelAttribute(\.status, "status"), ModelAttribute(\.reads, "reads", omitsEmpty: true),
    ModelAttribute(\.tags, "tags"), .json(\.layout, "layout"), ModelAttribute(\.version, "version", .version),
    ModelAttribute(\.createdAt, "created_at", .createdAt), ModelAttribute(\.updatedAt, "updated_at", .updatedAt),
    .timeToLive(\.expiresAt, "ttl"),
  ]

  static let schema = ModelSchema(
    "Article", table: "pages", naming: .snakeCase, attributes: attributes,
    indexes: [IndexSchema("by-status", partition: "status", sort: "created_at", of: attributes)])

  static func key(_ slug: String, site: String = "a") -> ModelKey<Article> {
    ModelKey(partition: "SITE#\(site)" as KeyText, sort: "ARTICLE#\(slug)" as KeyText)
  }

  static func partition(site: String = "a") -> ModelPartition<Article> { ModelPartition("SITE#\(site)" as KeyText) }
}

/// Another model in the same table, without a version, its sort key always the same.
struct Counter: TableModel, Hashable {
  var site: String
  var count: Int

  var pk: KeyText { "SITE#\(site)" }
  var sk: KeyText { "COUNTER" }

  init(site: String = "a", count: Int = 0) {
    self.site = site
    self.count = count
  }

  init(item: Item) throws(ModelError) {
    let reader = ItemReader(item, of: Self.self)
    var pk = try reader.key("pk")
    try pk.literal("SITE#")
    site = try pk.value()
    try pk.end()
    var sk = try reader.key("sk")
    try sk.literal("COUNTER")
    try sk.end()
    count = try reader.value("count")
  }

  static let attributes: [ModelAttribute<Counter>] = [
    ModelAttribute(\.pk, "pk", .partitionKey, templates: [KeyTemplate([.text("SITE#"), .value("site")])]),
    ModelAttribute(\.sk, "sk", .sortKey, templates: [.constant("COUNTER")]), ModelAttribute(\.count, "count"),
  ]
  static let schema = ModelSchema("Counter", table: "pages", naming: .snakeCase, attributes: attributes)

  static func key(site: String = "a") -> ModelKey<Counter> { ModelKey(partition: "SITE#\(site)" as KeyText) }
}
