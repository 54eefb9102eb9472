extension JSONReader {
  /// Reads an object of which one member matters, and must be there.
  mutating func onlyMember<Value>(
    _ name: String, _ read: (inout JSONReader) throws(DynamoDBError) -> Value
  ) throws(DynamoDBError) -> Value {
    var value: Value?
    try object { reader, member throws(DynamoDBError) in
      if member == name { value = try read(&reader) } else { try reader.skip() }
    }
    guard let value else { throw .serialization("the member \(name) is missing") }
    return value
  }

  /// A moment in epoch seconds.
  mutating func timestamp(_ name: String) throws(DynamoDBError) -> Timestamp {
    guard let milliseconds = Int64(exactly: (try double() * 1000).rounded()) else {
      throw .serialization("\(name) is no moment in epoch seconds")
    }
    return Timestamp(milliseconds: milliseconds)
  }
}
