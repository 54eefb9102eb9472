import DynamoDB

/// Which of a page's rows: the value of the attribute `sk`.
enum RowKey {
  static let meta = "META"
  static let lock = "LOCK"
  /// Both in one: ``CacheLayout/compact``.
  static let page = "PAGE"
  /// How the rows of earlier publications begin.
  static let versionPrefix = "VER#"

  /// The whole key of one of a page's rows.
  static func item(_ key: CacheKey, _ row: String) -> Item {
    [Attribute.partition: .string(key.partition), Attribute.sort: .string(row)]
  }
}

/// The attributes of the rows, as the wire contract names them.
enum Attribute {
  static let partition = "pk"
  static let sort = "sk"
  static let timeToLive = "ttl"
  static let fence = "fence"
  static let leaseToken = "lease_token"

  // LOCK
  static let leaseExpiresAt = "lease_expires_at"
  static let leaseOwner = "lease_owner"
  static let publishedAt = "published_at"

  // META
  static let objectKey = "s3_key"
  static let generatedAt = "generated_at"
  static let revalidateSeconds = "revalidate_seconds"
  static let etag = "etag"
  static let version = "version"
  static let status = "status"
  static let contentType = "content_type"
  static let renderMilliseconds = "render_ms"
  static let deployID = "deploy_id"
  static let headers = "headers"
  static let tags = "tags"
  static let tagGenerations = "tag_generations"
  static let currentSort = "current_sk"
  static let invalidatedAt = "invalidated_at"
  /// How many invalidations there were, the number of the last hard one, and of the last that the entry answers.
  static let invalidations = "invalidations"
  static let hardInvalidation = "hard_invalidation"
  static let answeredInvalidations = "answered_invalidations"
  static let answeredAt = "answered_at"

  // PAGE
  static let publishedFence = "published_fence"
  static let publisherToken = "published_token"

  // GEN
  static let generation = "generation"
  static let hardGeneration = "hard_generation"
}

extension DocumentPath {
  /// An attribute of the contract's rows.
  static func row(_ attribute: String) -> DocumentPath { DocumentPath(attribute) }
}
