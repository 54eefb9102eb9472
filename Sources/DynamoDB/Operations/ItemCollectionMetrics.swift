/// How large an item collection is: all items with one partition key, and what local indexes hold of them.
///
/// Source: *Amazon DynamoDB API Reference*, `ItemCollectionMetrics`.
public struct ItemCollectionMetrics: Hashable, Sendable {
  /// The partition key.
  public var key: Item
  /// Between which sizes in gigabytes the collection is.
  public var sizeInGigabytes: ClosedRange<Double>

  public init(key: Item, sizeInGigabytes: ClosedRange<Double>) {
    self.key = key
    self.sizeInGigabytes = sizeInGigabytes
  }
}

extension ItemCollectionMetrics: JSONCodable {
  public func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("ItemCollectionKey", key)
      writer.key("SizeEstimateRangeGB")
      writer.array([sizeInGigabytes.lowerBound, sizeInGigabytes.upperBound]) { $0.double($1) }
    }
  }

  public init(from reader: inout JSONReader) throws(DynamoDBError) {
    var key: Item = [:]
    var bounds: [Double] = []
    try reader.object { reader, name throws(DynamoDBError) in
      switch name {
      case "ItemCollectionKey": key = try Item(from: &reader)
      case "SizeEstimateRangeGB":
        bounds = try reader.list { reader throws(DynamoDBError) in try reader.double() }
      default: try reader.skip()
      }
    }
    self.key = key
    sizeInGigabytes = (bounds.min() ?? 0)...(bounds.max() ?? 0)
  }
}

extension JSONReader {
  /// The metrics of several tables, by their names.
  mutating func itemCollectionMetrics() throws(DynamoDBError) -> [String: [ItemCollectionMetrics]] {
    try dictionary { reader throws(DynamoDBError) in
      try reader.list { reader throws(DynamoDBError) in try ItemCollectionMetrics(from: &reader) }
    }
  }
}

extension JSONWriter {
  /// The member `ItemCollectionMetrics` of several tables, where there is one.
  mutating func member(_ name: String, _ metrics: [String: [ItemCollectionMetrics]]?) {
    guard let metrics else { return }
    key(name)
    object { writer in
      for (table, metrics) in metrics.sorted(by: { $0.key < $1.key }) { writer.member(table, metrics) }
    }
  }
}
