import DynamoDB
import Testing

/// What reading costs.
struct JSONReaderTests {
  @Test("An empty object takes no memory: a row has one for each empty map")
  func emptyObject() throws {
    var reader = JSONReader(Array("{}".utf8))
    let empty = try reader.dictionary { reader throws(DynamoDBError) in try reader.string() }
    #expect(empty.isEmpty && empty.capacity == 0)
  }
}
