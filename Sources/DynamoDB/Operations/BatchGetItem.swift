/// Reads up to 100 items, of several tables, each as it is: not all of them at one moment.
///
/// The answer has at most 16 MB; what was not read, for that or for want of capacity, it names in
/// ``Output/unprocessed``. ``DynamoDBClient/batchGetItems(_:from:consistentRead:projection:policy:)`` takes any
/// number of keys and asks again for the rest.
///
/// Costs for each key what a ``GetItem`` costs.
///
/// Source: *Amazon DynamoDB API Reference*, `BatchGetItem`.
public struct BatchGetItem: DynamoDBOperation {
  public static let name = "BatchGetItem"

  /// How many keys a request has at most, in all tables together.
  public static let maximumCount = 100

  /// What is read of one table.
  public struct Keys: Hashable, Sendable {
    /// The items' keys.
    public var keys: [Item]
    /// Whether the reads see every write that was acknowledged before them.
    public var consistentRead: Bool
    /// Which of their attributes; all without it.
    public var projection: Projection?

    /// The keys of one table's items.
    public init(_ keys: [Item], consistentRead: Bool = false, projection: Projection? = nil) {
      self.keys = keys
      self.consistentRead = consistentRead
      self.projection = projection
    }
  }

  /// What is read, by the names of the tables. No key may be there twice.
  public var requests: [String: Keys]
  /// Whether the answer says what the request cost.
  public var returnConsumedCapacity: ReturnConsumedCapacity

  /// The request; what has a default may be left out.
  public init(_ requests: [String: Keys], returnConsumedCapacity: ReturnConsumedCapacity = .none) {
    self.requests = requests
    self.returnConsumedCapacity = returnConsumedCapacity
  }

  /// The items that were read, and the keys that were not.
  public struct Output: Hashable, Sendable {
    /// The items that are there, by the names of their tables, in no order that means anything.
    public var items: [String: [Item]]
    /// What is still to be read, in a form that makes the next request.
    public var unprocessed: [String: Keys]
    /// What the request cost, table by table.
    public var consumedCapacity: [ConsumedCapacity]?

    /// An answer of its parts: for clients and tests that make one.
    public init(
      items: [String: [Item]] = [:], unprocessed: [String: Keys] = [:], consumedCapacity: [ConsumedCapacity]? = nil
    ) {
      self.items = items
      self.unprocessed = unprocessed
      self.consumedCapacity = consumedCapacity
    }
  }

  public var tables: [String] { requests.keys.sorted() }

  public func run(on handler: some OperationHandler) async throws(DynamoDBError) -> Output {
    try await handler.run(self)
  }
}

extension BatchGetItem {
  public func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("RequestItems", requests)
      writer.member("ReturnConsumedCapacity", returnConsumedCapacity, unless: .none)
    }
  }

  public init(from reader: inout JSONReader) throws(DynamoDBError) {
    var requests: [String: Keys]?
    let members = try RequestMembers(from: &reader) { reader, name throws(DynamoDBError) in
      guard name == "RequestItems" else { return false }
      requests = try reader.dictionary { reader throws(DynamoDBError) in try Keys(from: &reader) }
      return true
    }
    guard let requests else { throw RequestMembers.missing("RequestItems") }
    self.requests = requests
    returnConsumedCapacity = try members.option(.returnConsumedCapacity, default: .none)
  }
}

extension BatchGetItem.Keys: JSONCodable {
  public func write(to writer: inout JSONWriter) {
    writer.object { writer in
      var renderer = ExpressionRenderer()
      writer.member("Keys", keys)
      if consistentRead { writer.member("ConsistentRead", true) }
      writer.member("ProjectionExpression", projection.map { renderer.text($0) })
      writer.placeholders(of: renderer)
    }
  }

  public init(from reader: inout JSONReader) throws(DynamoDBError) {
    var keys: [Item]?
    var members = try RequestMembers(
      from: &reader, expressions: [.projection]
    ) { reader, name throws(DynamoDBError) in
      guard name == "Keys" else { return false }
      keys = try reader.list { reader throws(DynamoDBError) in try Item(from: &reader) }
      return true
    }
    guard let keys else { throw RequestMembers.missing("Keys") }
    self.keys = keys
    consistentRead = members.flag(.consistentRead) ?? false
    projection = try members.projection()
    try members.finish()
  }
}

extension BatchGetItem.Output: OperationOutput {
  public var capacities: [ConsumedCapacity] { consumedCapacity ?? [] }

  public func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.key("Responses")
      writer.object { writer in
        for (table, items) in items.sorted(by: { $0.key < $1.key }) { writer.member(table, items) }
      }
      writer.member("UnprocessedKeys", unprocessed)
      writer.member("ConsumedCapacity", consumedCapacity)
    }
  }

  public init(from reader: inout JSONReader) throws(DynamoDBError) {
    var output = Self()
    try reader.object { reader, name throws(DynamoDBError) in
      switch name {
      case "Responses":
        output.items = try reader.dictionary { reader throws(DynamoDBError) in
          try reader.list { reader throws(DynamoDBError) in try Item(from: &reader) }
        }
      case "UnprocessedKeys":
        output.unprocessed = try reader.dictionary { reader throws(DynamoDBError) in
          try BatchGetItem.Keys(from: &reader)
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
