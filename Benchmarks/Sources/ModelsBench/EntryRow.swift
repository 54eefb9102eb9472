import DynamoDB
import TableTheoryModels

/// A META row with everything that a publication writes.
///
/// The marks are comments, since the macro would build swift-syntax in release; `EntryRow+TableModel.swift` is what it
/// writes, and a test holds the two together.
// @TableModel(table: "pages", naming: .snakeCase)
struct EntryRow: Hashable, Codable, Sendable {
  // @PartitionKey
  var pk: String
  // @SortKey
  var sk: String
  // @Attribute("s3_key")
  var objectKey: String
  var generatedAt: Int64
  var revalidateSeconds: Int64
  var etag: String?
  // @TimeToLive
  var ttl: Timestamp
  var version: Int64
  // @Attribute("current_sk")
  var currentSort: String?
  var fence: Int64?
  var leaseToken: String?
  var status: Int?
  var contentType: String?
  var headers: [String: String]?
  var renderMs: Int64?
  // @Attribute("deploy_id")
  var deployID: String?
  var tags: Set<String>?
  var invalidatedAt: Int64?
}
