import DynamoDB

/// Which of a page's rows: the value of the attribute `sk`.
package enum RowKey {
  package static let meta = "META"
  package static let lock = "LOCK"
  /// Both in one: ``CacheLayout/compact``.
  package static let page = "PAGE"
  /// The generation of a tag or a deploy.
  package static let generation = "GEN"
  /// How the rows of earlier publications begin.
  package static let versionPrefix = "VER#"

  /// The whole key of one of a page's rows.
  static func item(_ key: CacheKey, _ row: String) -> Item {
    [Attribute.partition: .string(key.partition), Attribute.sort: .string(row)]
  }
}

/// The attributes of the rows, as the wire contract names them.
package enum Attribute {
  package static let partition = "pk"
  package static let sort = "sk"
  package static let timeToLive = "ttl"
  package static let fence = "fence"
  package static let leaseToken = "lease_token"

  // LOCK
  package static let leaseExpiresAt = "lease_expires_at"
  package static let leaseOwner = "lease_owner"
  package static let publishedAt = "published_at"

  // META
  package static let objectKey = "s3_key"
  package static let generatedAt = "generated_at"
  package static let revalidateSeconds = "revalidate_seconds"
  package static let etag = "etag"
  package static let version = "version"
  package static let status = "status"
  package static let contentType = "content_type"
  package static let renderMilliseconds = "render_ms"
  package static let deployID = "deploy_id"
  package static let headers = "headers"
  package static let tags = "tags"
  package static let tagGenerations = "tag_generations"
  package static let currentSort = "current_sk"
  package static let invalidatedAt = "invalidated_at"
  /// How many invalidations there were, the number of the last hard one, and of the last that the entry answers.
  package static let invalidations = "invalidations"
  package static let hardInvalidation = "hard_invalidation"
  package static let answeredInvalidations = "answered_invalidations"
  package static let answeredAt = "answered_at"

  // PAGE
  package static let publishedFence = "published_fence"
  package static let publisherToken = "published_token"

  // GEN
  package static let generation = "generation"
  package static let hardGeneration = "hard_generation"
}

extension DocumentPath {
  /// An attribute of the contract's rows.
  static func row(_ attribute: String) -> DocumentPath { DocumentPath(attribute) }
}
