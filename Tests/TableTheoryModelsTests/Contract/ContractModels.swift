import DynamoDB
import TableTheoryModels

/// The models of TableTheory's contract files, in Swift: `dms/v0.1/models/user.yml` and `order.yml`.
struct ContractUser: TableModel {
  var pk: String
  var sk: String
  var emailHash: String?
  var nickname: String?
  var tags: Set<String>?
  var createdAt: Timestamp
  var updatedAt: Timestamp
  var version: Int
  var ttl: Timestamp?

  init(item: Item) throws(ModelError) {
    let reader = ItemReader(item, of: Self.self)
    pk = try reader.value("PK")
    sk = try reader.value("SK")
    emailHash = try reader.value("emailHash")
    nickname = try reader.value("nickname")
    tags = try reader.value("tags")
    createdAt = try reader.value("createdAt")
    updatedAt = try reader.value("updatedAt")
    version = try reader.value("version")
    ttl = try reader.timeToLive("ttl")
  }

  static let attributes: [ModelAttribute<ContractUser>] = [
    ModelAttribute(\.pk, "PK", .partitionKey), ModelAttribute(\.sk, "SK", .sortKey),
    ModelAttribute(\.emailHash, "emailHash"), ModelAttribute(\.nickname, "nickname", omitsEmpty: true),
    ModelAttribute(\.tags, "tags", omitsEmpty: true), ModelAttribute(\.createdAt, "createdAt", .createdAt),
    ModelAttribute(\.updatedAt, "updatedAt", .updatedAt), ModelAttribute(\.version, "version", .version),
    .timeToLive(\.ttl, "ttl", omitsEmpty: true),
  ]

  static let schema = ModelSchema(
    "User", table: "users_contract", naming: .camelCase, attributes: attributes,
    indexes: [IndexSchema("gsi-email", partition: "emailHash", of: attributes)])
}

struct ContractOrder: TableModel {
  var pk: String
  var sk: String
  var status: String?
  var amount: Number?
  var createdAt: Timestamp
  var updatedAt: Timestamp
  var version: Int
  var ttl: Timestamp?

  init(item: Item) throws(ModelError) {
    let reader = ItemReader(item, of: Self.self)
    pk = try reader.value("PK")
    sk = try reader.value("SK")
    status = try reader.value("status")
    amount = try reader.value("amount")
    createdAt = try reader.value("createdAt")
    updatedAt = try reader.value("updatedAt")
    version = try reader.value("version")
    ttl = try reader.timeToLive("ttl")
  }

  static let attributes: [ModelAttribute<ContractOrder>] = [
    ModelAttribute(\.pk, "PK", .partitionKey), ModelAttribute(\.sk, "SK", .sortKey),
    ModelAttribute(\.status, "status"), ModelAttribute(\.amount, "amount"),
    ModelAttribute(\.createdAt, "createdAt", .createdAt), ModelAttribute(\.updatedAt, "updatedAt", .updatedAt),
    ModelAttribute(\.version, "version", .version), .timeToLive(\.ttl, "ttl", omitsEmpty: true),
  ]

  static let schema = ModelSchema(
    "Order", table: "orders_contract", naming: .camelCase, attributes: attributes,
    indexes: [IndexSchema("gsi-status", partition: "status", sort: "createdAt", of: attributes)])
}

/// What `@JSON`, sets that are not left out and plain moments do: the contract's own models have none.
struct ContractNote: TableModel {
  struct Place: Codable, Hashable, Sendable {
    var x: Int
    var label: String
  }

  var pk: String
  var count: Int
  var numbers: Set<Int>
  var texts: Set<String>
  var done: Bool
  var parts: [String]
  var names: [String: String]
  var place: Place?
  var version: Int

  init(item: Item) throws(ModelError) {
    let reader = ItemReader(item, of: Self.self)
    pk = try reader.value("pk")
    count = try reader.value("count", omitsEmpty: true)
    numbers = try reader.value("numbers")
    texts = try reader.value("texts")
    done = try reader.value("done", omitsEmpty: true)
    parts = try reader.value("parts", omitsEmpty: true)
    names = try reader.value("names", omitsEmpty: true)
    place = try reader.json("place")
    version = try reader.value("version")
  }

  static let attributes: [ModelAttribute<ContractNote>] = [
    ModelAttribute(\.pk, "pk", .partitionKey), ModelAttribute(\.count, "count", omitsEmpty: true),
    ModelAttribute(\.numbers, "numbers"), ModelAttribute(\.texts, "texts", omitsEmpty: true),
    ModelAttribute(\.done, "done", omitsEmpty: true), ModelAttribute(\.parts, "parts", omitsEmpty: true),
    ModelAttribute(\.names, "names", omitsEmpty: true), .json(\.place, "place"),
    ModelAttribute(\.version, "version", .version),
  ]
  static let schema = ModelSchema("Note", table: "notes_contract", naming: .camelCase, attributes: attributes)
}
