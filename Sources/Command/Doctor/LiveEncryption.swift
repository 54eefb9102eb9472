import DynamoDB

/// Whose key a table is encrypted with.
///
/// Source: *Amazon DynamoDB API Reference*, `SSEDescription`; *Amazon DynamoDB Developer Guide*, "DynamoDB encryption at rest".
enum LiveEncryption: Hashable, Sendable {
  /// DynamoDB's own: AWS says nothing then.
  case ownedByDynamoDB
  /// A key of KMS, by its ARN.
  case key(String)
  /// A key of KMS that DynamoDB cannot use any more.
  case inaccessible(String)

  /// - Returns: `nil` where the answer of `DescribeTable` does not say.
  static func read(_ description: [UInt8]) throws(DynamoDBError) -> LiveEncryption? {
    var status: String?
    var key = "?"
    var isInaccessible = false
    var reader = JSONReader(description)
    try reader.object { reader, name throws(DynamoDBError) in
      guard name == "Table" else { return try reader.skip() }
      try reader.object { reader, name throws(DynamoDBError) in
        guard name == "SSEDescription" else { return try reader.skip() }
        try reader.object { reader, name throws(DynamoDBError) in
          switch name {
          case "Status": status = try reader.string()
          case "KMSMasterKeyArn": key = try reader.string()
          case "InaccessibleEncryptionDateTime":
            isInaccessible = true
            try reader.skip()
          default: try reader.skip()
          }
        }
      }
    }
    guard let status else { return nil }
    if isInaccessible { return .inaccessible(key) }
    return status == "DISABLED" || status == "DISABLING" ? .ownedByDynamoDB : .key(key)
  }
}
