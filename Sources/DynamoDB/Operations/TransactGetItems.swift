/// Reads up to 100 items, of several tables, as they were at one moment.
///
/// Costs two read units for each 4 KB of each item.
///
/// Source: *Amazon DynamoDB API Reference*, `TransactGetItems`.
public struct TransactGetItems: DynamoDBOperation {
  public static let name = "TransactGetItems"

  /// One item to read.
  public struct Get: Hashable, Sendable {
    /// The table's name.
    public var table: String
    /// The item's key: its key attributes and nothing else.
    public var key: Item
    /// Which attributes are returned; all without it.
    public var projection: Projection?

    /// One item to read.
    public init(table: String, key: Item, projection: Projection? = nil) {
      self.table = table
      self.key = key
      self.projection = projection
    }
  }

  /// What is read, at most 100 items.
  public var gets: [Get]
  /// Whether the answer says what the request cost.
  public var returnConsumedCapacity: ReturnConsumedCapacity

  /// The request; what has a default may be left out.
  public init(_ gets: [Get], returnConsumedCapacity: ReturnConsumedCapacity = .none) {
    self.gets = gets
    self.returnConsumedCapacity = returnConsumedCapacity
  }

  /// The items, in the order of the request.
  public struct Output: Hashable, Sendable {
    /// An item, or `nil` where there is none, for each ``Get`` in its order.
    public var items: [Item?]
    /// What the transaction cost, table by table.
    public var consumedCapacity: [ConsumedCapacity]?

    /// An answer of its parts: for clients and tests that make one.
    public init(items: [Item?] = [], consumedCapacity: [ConsumedCapacity]? = nil) {
      self.items = items
      self.consumedCapacity = consumedCapacity
    }
  }

  public var tables: [String] { gets.map(\.table).distinct }

  public func run(on handler: some OperationHandler) async throws(DynamoDBError) -> Output {
    try await handler.run(self)
  }
}

extension TransactGetItems {
  public func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("TransactItems", gets)
      writer.member("ReturnConsumedCapacity", returnConsumedCapacity, unless: .none)
    }
  }

  public init(from reader: inout JSONReader) throws(DynamoDBError) {
    var gets: [Get]?
    let members = try RequestMembers(from: &reader) { reader, name throws(DynamoDBError) in
      guard name == "TransactItems" else { return false }
      gets = try reader.list { reader throws(DynamoDBError) in try Get(from: &reader) }
      return true
    }
    guard let gets else { throw RequestMembers.missing("TransactItems") }
    self.gets = gets
    returnConsumedCapacity = try members.option(.returnConsumedCapacity, default: .none)
  }
}

extension TransactGetItems.Get: JSONCodable {
  public func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.key("Get")
      writer.object { writer in
        var renderer = ExpressionRenderer()
        writer.member("TableName", table)
        writer.member("Key", key)
        writer.member("ProjectionExpression", projection.map { renderer.text($0) })
        writer.placeholders(of: renderer)
      }
    }
  }

  public init(from reader: inout JSONReader) throws(DynamoDBError) {
    var get: Self?
    try reader.object { reader, name throws(DynamoDBError) in
      guard name == "Get" else { return try reader.skip() }
      var members = try RequestMembers(from: &reader, expressions: [.projection])
      let table = try members.required(.tableName)
      let key = try members.requiredItem(.key)
      get = Self(table: table, key: key, projection: try members.projection())
      try members.finish()
    }
    guard let get else { throw RequestMembers.missing("Get") }
    self = get
  }
}

extension TransactGetItems.Output: OperationOutput {
  public var capacities: [ConsumedCapacity] { consumedCapacity ?? [] }

  public func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("ConsumedCapacity", consumedCapacity)
      writer.key("Responses")
      writer.array(items) { writer, item in writer.object { $0.member("Item", item) } }
    }
  }

  public init(from reader: inout JSONReader) throws(DynamoDBError) {
    var output = Self()
    try reader.object { reader, name throws(DynamoDBError) in
      switch name {
      case "Responses":
        output.items = try reader.list { reader throws(DynamoDBError) in
          var item: Item?
          try reader.object { reader, name throws(DynamoDBError) in
            if name == "Item" { item = try Item(from: &reader) } else { try reader.skip() }
          }
          return item
        }
      case "ConsumedCapacity":
        output.consumedCapacity = try reader.list { reader throws(DynamoDBError) in try ConsumedCapacity(from: &reader)
        }
      default: try reader.skip()
      }
    }
    self = output
  }
}
