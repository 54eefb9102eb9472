extension JSONWriter {
  /// The member `Tags`, in the order of their keys.
  mutating func tags(_ tags: [String: String]) {
    key("Tags")
    array(tags.sorted { $0.key < $1.key }) { writer, tag in
      writer.object { writer in
        writer.member("Key", tag.key)
        writer.member("Value", tag.value)
      }
    }
  }
}

extension JSONReader {
  /// The value of a member `Tags`.
  mutating func tags() throws(DynamoDBError) -> [String: String] {
    var tags: [String: String] = [:]
    try array { reader throws(DynamoDBError) in
      let members = try reader.dictionary { reader throws(DynamoDBError) in try reader.string() }
      guard let key = members["Key"] else { throw RequestMembers.missing("Key") }
      guard let value = members["Value"] else { throw RequestMembers.missing("Value") }
      tags[key] = value
    }
    return tags
  }

  /// A stream that is not asked for is none.
  mutating func refuseStream() throws(DynamoDBError) {
    var enabled = false
    try object { reader, name throws(DynamoDBError) in
      if name == "StreamEnabled" { enabled = try reader.bool() } else { try reader.skip() }
    }
    if enabled { throw .unsupported("StreamSpecification") }
  }
}

extension DynamoDBError {
  /// A member of a request that this endpoint does not carry out.
  static func unsupported(_ member: String) -> DynamoDBError {
    .validation("\(member) is not supported by this endpoint: leave it out")
  }
}
