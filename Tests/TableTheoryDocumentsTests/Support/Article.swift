import DynamoDB
import TableTheoryModels

/// A model with something of everything.
enum Article {
  static let schema = ModelSchema(
    "Article", table: "articles", naming: .snakeCase,
    attributes: [
      AttributeSchema(
        "pk", property: "tenant", type: .string, presence: .required, roles: [.partitionKey],
        templates: [KeyTemplate([.text("TENANT#"), .value("tenant"), .text("#ARTICLE#"), .value("slug")])]),
      AttributeSchema(
        "sk", type: .string, presence: .required, roles: [.sortKey], templates: [.constant("ARTICLE")]),
      AttributeSchema("headline", property: "headline", type: .string, presence: .required),
      AttributeSchema("author", type: .string, presence: .optional),
      AttributeSchema("tags", type: .stringSet, presence: .optional, omitsEmpty: true),
      AttributeSchema("body", type: .string, isJSON: true),
      AttributeSchema("thumbnail", type: .binary, presence: .optional, isBinary: true),
      AttributeSchema("created_at", type: .string, roles: [.createdAt], format: .rfc3339Nanoseconds),
      AttributeSchema("version", type: .number, roles: [.version], format: .integer),
      AttributeSchema("ttl", type: .number, presence: .optional, roles: [.timeToLive], format: .unixSeconds),
    ],
    indexes: [
      IndexSchema(
        "by-author", key: KeySchema(partition: .init("author"), sort: .init("created_at")),
        projection: .including(["headline"])),
      IndexSchema("by-headline", kind: .local, key: KeySchema(partition: .init("pk"), sort: .init("headline"))),
    ])
}
