/// Reads one item by its key.
///
/// Costs half a read unit for each 4 KB (a whole one with `consistentRead`), and that for an absent item too.
///
/// Source: *Amazon DynamoDB API Reference*, `GetItem`.
public struct GetItem: DynamoDBOperation {
  public static let name = "GetItem"

  /// The table's name.
  public var table: String
  /// The item's key: its key attributes and nothing else.
  public var key: Item
  /// Whether the read sees every write that was acknowledged before it.
  public var consistentRead: Bool
  /// Which attributes are returned; all without it.
  public var projection: Projection?
  /// Whether the answer says what the request cost.
  public var returnConsumedCapacity: ReturnConsumedCapacity

  /// The request; what has a default may be left out.
  public init(
    table: String, key: Item, consistentRead: Bool = false, projection: Projection? = nil,
    returnConsumedCapacity: ReturnConsumedCapacity = .none
  ) {
    self.table = table
    self.key = key
    self.consistentRead = consistentRead
    self.projection = projection
    self.returnConsumedCapacity = returnConsumedCapacity
  }

  /// The item, and what reading it cost.
  public struct Output: Hashable, Sendable {
    /// The item, or `nil` where there is none.
    public var item: Item?
    /// What it cost, where the request asked for it.
    public var consumedCapacity: ConsumedCapacity?

    /// An answer of its parts: for clients and tests that make one.
    public init(item: Item? = nil, consumedCapacity: ConsumedCapacity? = nil) {
      self.item = item
      self.consumedCapacity = consumedCapacity
    }
  }

  public var tables: [String] { [table] }

  public func run(on handler: some OperationHandler) async throws(DynamoDBError) -> Output {
    try await handler.run(self)
  }
}

extension GetItem {
  public func write(to writer: inout JSONWriter) {
    writer.object { writer in
      var renderer = ExpressionRenderer()
      writer.member("TableName", table)
      writer.member("Key", key)
      if consistentRead { writer.member("ConsistentRead", true) }
      writer.member("ProjectionExpression", projection.map { renderer.text($0) })
      writer.placeholders(of: renderer)
      writer.member("ReturnConsumedCapacity", returnConsumedCapacity, unless: .none)
    }
  }

  public init(from reader: inout JSONReader) throws(DynamoDBError) {
    var members = try RequestMembers(from: &reader, expressions: [.projection])
    table = try members.required(.tableName)
    key = try members.requiredItem(.key)
    consistentRead = members.flag(.consistentRead) ?? false
    returnConsumedCapacity = try members.option(.returnConsumedCapacity, default: .none)
    projection = try members.projection()
    try members.finish()
  }
}

extension GetItem.Output: OperationOutput {
  public var capacities: [ConsumedCapacity] { consumedCapacity.map { [$0] } ?? [] }

  public func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("Item", item)
      writer.member("ConsumedCapacity", consumedCapacity)
    }
  }

  public init(from reader: inout JSONReader) throws(DynamoDBError) {
    var output = Self()
    try reader.object { reader, name throws(DynamoDBError) in
      switch name {
      case "Item": output.item = try Item(from: &reader)
      case "ConsumedCapacity": output.consumedCapacity = try ConsumedCapacity(from: &reader)
      default: try reader.skip()
      }
    }
    self = output
  }
}
