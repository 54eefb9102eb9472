/// What `PutItem`, `UpdateItem` and `DeleteItem` answer.
public struct WriteOutput: Hashable, Sendable {
  /// What ``ReturnValues`` asked for, where there was any.
  public var attributes: Item?
  public var consumedCapacity: ConsumedCapacity?
  /// How large the item's collection is, where that was asked for and the table has a local index.
  public var itemCollectionMetrics: ItemCollectionMetrics?

  public init(
    attributes: Item? = nil, consumedCapacity: ConsumedCapacity? = nil,
    itemCollectionMetrics: ItemCollectionMetrics? = nil
  ) {
    self.attributes = attributes
    self.consumedCapacity = consumedCapacity
    self.itemCollectionMetrics = itemCollectionMetrics
  }
}

extension WriteOutput: OperationOutput {
  public var capacities: [ConsumedCapacity] { consumedCapacity.map { [$0] } ?? [] }

  public func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("Attributes", attributes)
      writer.member("ConsumedCapacity", consumedCapacity)
      writer.member("ItemCollectionMetrics", itemCollectionMetrics)
    }
  }

  public init(from reader: inout JSONReader) throws(DynamoDBError) {
    var output = Self()
    try reader.object { reader, name throws(DynamoDBError) in
      switch name {
      case "Attributes": output.attributes = try Item(from: &reader)
      case "ConsumedCapacity": output.consumedCapacity = try ConsumedCapacity(from: &reader)
      case "ItemCollectionMetrics": output.itemCollectionMetrics = try ItemCollectionMetrics(from: &reader)
      default: try reader.skip()
      }
    }
    self = output
  }
}
