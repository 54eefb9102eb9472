public import DynamoDB

/// The names of the attributes, for Codable.
extension EntryRow {
  enum CodingKeys: String, CodingKey {
    case pk, sk, etag, ttl, version, fence, status, headers, tags
    case objectKey = "s3_key"
    case generatedAt = "generated_at"
    case revalidateSeconds = "revalidate_seconds"
    case currentSort = "current_sk"
    case leaseToken = "lease_token"
    case contentType = "content_type"
    case renderMs = "render_ms"
    case deployID = "deploy_id"
    case invalidatedAt = "invalidated_at"
  }
}

/// A moment as Codable sees it: epoch seconds.
extension Timestamp: @retroactive Codable {
  public init(from decoder: any Decoder) throws {
    self.init(seconds: try decoder.singleValueContainer().decode(Int64.self))
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(secondsRoundedUp)
  }
}
