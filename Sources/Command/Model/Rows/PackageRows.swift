import DynamoDB
import TableTheory
import TableTheoryModels

/// This package's own rows as models: what docs/wire-contract.md says, in the names that the code itself writes.
///
/// Attributes that other SDKs do not write are optional, as is everything that a row of its kind may be without.
enum PackageRows {
  static let namespace = "tabletheory"

  static func models(in table: String) -> [ModelSchema] {
    [
      model("Lock", in: table, pages, row: .constant(RowKey.lock), lease + [fence, publishedAt]),
      model(
        "Meta", in: table, pages, row: .constant(RowKey.meta),
        entry + [fence, optional(Attribute.leaseToken, .string)] + counted),
      model(
        "Version", in: table, pages, row: KeyTemplate([.text(RowKey.versionPrefix), .value("fence")]),
        entry + [optional(Attribute.fence, .number, .integer), optional(Attribute.publisherToken, .string)]
          + [optional(Attribute.publishedFence, .number, .integer), optional(Attribute.leaseToken, .string)]),
      model("Generation", in: table, tags, row: .constant(RowKey.generation), generation),
      model(
        "Request", in: table, pages, row: KeyTemplate([.text(RowKey.request("")), .value("request")]), request),
      model(
        "Page", in: table, pages, row: .constant(RowKey.page),
        lease.map(\.optional) + [fence] + entry
          + [
            optional(Attribute.publishedFence, .number, .integer), optional(Attribute.publisherToken, .string),
          ] + counted),
    ]
  }

  private static func model(
    _ name: String, in table: String, _ partitions: [KeyTemplate], row: KeyTemplate, _ attributes: [AttributeSchema]
  ) -> ModelSchema {
    let keys = [
      AttributeSchema(
        Attribute.partition, type: .string, presence: .required, roles: [.partitionKey], templates: partitions),
      AttributeSchema(Attribute.sort, type: .string, presence: .required, roles: [.sortKey], templates: [row]),
      AttributeSchema(
        Attribute.timeToLive, type: .number, presence: .required, roles: [.timeToLive], format: .unixSeconds),
    ]
    return ModelSchema(name, table: table, naming: .snakeCase, attributes: keys + attributes)
  }

  // MARK: Partitions

  private static let tenant: [KeyTemplate.Part] = [.text("TENANT#"), .value("tenant"), .text("#")]

  private static let pages = [
    KeyTemplate([.text("CACHE#"), .value("key")]), KeyTemplate(joining: tenant, [.text("CACHE#"), .value("key")]),
  ]

  /// Further rows of a hot tag have `SHARD#<n>#` before its name.
  private static let tags = ["TAG#", "DEPLOY#"].flatMap { kind in
    let name: [KeyTemplate.Part] = [.text(kind), .value("name")]
    let shard: [KeyTemplate.Part] = [.text("SHARD#"), .value("shard"), .text("#")]
    return [[], shard].flatMap { shard in
      [KeyTemplate(joining: shard + name), KeyTemplate(joining: tenant, shard + name)]
    }
  }

  // MARK: Attributes

  private static let fence = optional(Attribute.fence, .number, .integer)
  private static let publishedAt = optional(Attribute.publishedAt, .number, .unixSeconds)

  private static let lease = [
    optional(Attribute.leaseToken, .string),
    AttributeSchema(Attribute.leaseExpiresAt, type: .number, presence: .required, format: .unixSeconds),
    optional(Attribute.leaseOwner, .string),
  ]

  /// All optional: a row that only tells of an invalidation, made before the first publication, has none of them.
  private static let entry = [
    optional(Attribute.objectKey, .string), optional(Attribute.generatedAt, .number, .unixSeconds),
    optional(Attribute.revalidateSeconds, .number, .integer), optional(Attribute.etag, .string),
    optional(Attribute.status, .number, .integer), optional(Attribute.contentType, .string),
    optional(Attribute.headers, .map), optional(Attribute.renderMilliseconds, .number, .integer),
    optional(Attribute.deployID, .string), optional(Attribute.tags, .stringSet),
    optional(Attribute.tagGenerations, .map), optional(Attribute.currentSort, .string),
    optional(Attribute.answeredInvalidations, .number, .integer),
    optional(Attribute.answeredAt, .number, .unixSeconds),
  ]

  /// What is counted in the row with the entry.
  private static let counted = [
    optional(Attribute.version, .number, .integer), optional(Attribute.invalidations, .number, .integer),
    optional(Attribute.hardInvalidation, .number, .integer),
    optional(Attribute.invalidatedAt, .number, .unixSeconds),
  ]

  private static let generation = [
    AttributeSchema(Attribute.generation, type: .number, presence: .required, format: .integer),
    optional(Attribute.hardGeneration, .number, .integer),
    AttributeSchema(Attribute.invalidatedAt, type: .number, presence: .required, format: .unixSeconds),
  ]

  private static let request = [
    AttributeSchema(Attribute.requestHash, type: .string, presence: .required),
    AttributeSchema(Attribute.status, type: .string, presence: .required),
    optional(Attribute.resultObjectKey, .string), optional(Attribute.ownerToken, .string),
    optional(Attribute.inProgressExpiresAt, .number, .unixSeconds),
    optional(Attribute.expiresAt, .number, .unixSeconds), optional(Attribute.result, .string),
    optional(Attribute.resultIsError, .bool),
  ]

  private static func optional(
    _ name: String, _ type: AttributeType, _ format: AttributeFormat? = nil
  ) -> AttributeSchema {
    AttributeSchema(name, type: type, presence: .optional, format: format)
  }
}

extension KeyTemplate {
  /// One template of several's parts, neighbouring texts as one.
  fileprivate init(joining parts: [Part]...) {
    var joined: [Part] = []
    for part in parts.joined() {
      if case .text(let text) = part, case .text(let before) = joined.last {
        joined[joined.count - 1] = .text(before + text)
      } else {
        joined.append(part)
      }
    }
    self.init(joined)
  }
}

extension AttributeSchema {
  fileprivate var optional: AttributeSchema {
    var attribute = self
    attribute.presence = .optional
    return attribute
  }
}
