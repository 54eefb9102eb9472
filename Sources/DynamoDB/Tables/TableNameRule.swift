/// What a table or an index may be called.
///
/// Source: *Amazon DynamoDB Developer Guide*, "Supported data types and naming rules in Amazon DynamoDB".
package enum TableNameRule {
  package static func check(_ name: String) throws(DynamoDBError) {
    guard (3...255).contains(name.utf8.count), name.utf8.allSatisfy(isTaken) else {
      throw .validation(
        "Invalid table/index name.  Table/index names must be between 3 and 255 characters long, and may contain only "
          + "the characters a-z, A-Z, 0-9, '_', '-', and '.'")
    }
  }

  private static func isTaken(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."):
      true
    default: false
    }
  }
}
