/// Puts and deletes up to 25 items, of several tables, without conditions. Each write is atomic; together they are
/// not: after an error, any of them may have been made.
///
/// What was not written, for want of capacity say, the answer names in ``Output/unprocessed``.
/// ``DynamoDBClient/batchWriteItems(puts:deletes:in:keyedBy:policy:)`` takes any number of writes and sends the rest
/// again.
///
/// Costs for each write what a ``PutItem`` or ``DeleteItem`` costs. No item may be named twice.
///
/// Source: *Amazon DynamoDB API Reference*, `BatchWriteItem`.
public struct BatchWriteItem: DynamoDBOperation {
  public static let name = "BatchWriteItem"

  /// How many writes a request has at most, in all tables together.
  public static let maximumCount = 25

  /// One write.
  public enum Write: Hashable, Sendable {
    /// Writes a whole item in place of what has its key.
    case put(Item)
    /// Deletes what has this key, if there is something.
    case delete(key: Item)
  }

  /// What is written, by the names of the tables.
  public var requests: [String: [Write]]
  /// Whether the answer says what the request cost.
  public var returnConsumedCapacity: ReturnConsumedCapacity
  /// Whether the answer says how large the item's collection is.
  public var returnItemCollectionMetrics: ReturnItemCollectionMetrics

  /// The request; what has a default may be left out.
  public init(
    _ requests: [String: [Write]], returnConsumedCapacity: ReturnConsumedCapacity = .none,
    returnItemCollectionMetrics: ReturnItemCollectionMetrics = .none
  ) {
    self.requests = requests
    self.returnConsumedCapacity = returnConsumedCapacity
    self.returnItemCollectionMetrics = returnItemCollectionMetrics
  }

  /// The writes that were not carried out.
  public struct Output: Hashable, Sendable {
    /// What is still to be written, in a form that makes the next request.
    public var unprocessed: [String: [Write]]
    /// What the request cost, table by table.
    public var consumedCapacity: [ConsumedCapacity]?
    /// How large the items' collections are, by the names of the tables that have a local index, where asked for.
    public var itemCollectionMetrics: [String: [ItemCollectionMetrics]]?

    /// An answer of its parts: for clients and tests that make one.
    public init(
      unprocessed: [String: [Write]] = [:], consumedCapacity: [ConsumedCapacity]? = nil,
      itemCollectionMetrics: [String: [ItemCollectionMetrics]]? = nil
    ) {
      self.unprocessed = unprocessed
      self.consumedCapacity = consumedCapacity
      self.itemCollectionMetrics = itemCollectionMetrics
    }
  }

  public var tables: [String] { requests.keys.sorted() }

  public func run(on handler: some OperationHandler) async throws(DynamoDBError) -> Output {
    try await handler.run(self)
  }
}

extension BatchWriteItem {
  public func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.key("RequestItems")
      Self.write(requests, to: &writer)
      writer.member("ReturnConsumedCapacity", returnConsumedCapacity, unless: .none)
      writer.member("ReturnItemCollectionMetrics", returnItemCollectionMetrics, unless: .none)
    }
  }

  public init(from reader: inout JSONReader) throws(DynamoDBError) {
    var requests: [String: [Write]]?
    let members = try RequestMembers(from: &reader) { reader, name throws(DynamoDBError) in
      guard name == "RequestItems" else { return false }
      requests = try Self.requests(from: &reader)
      return true
    }
    guard let requests else { throw RequestMembers.missing("RequestItems") }
    self.requests = requests
    returnConsumedCapacity = try members.option(.returnConsumedCapacity, default: .none)
    returnItemCollectionMetrics = try members.option(.returnItemCollectionMetrics, default: .none)
  }

  fileprivate static func write(_ requests: [String: [Write]], to writer: inout JSONWriter) {
    writer.object { writer in
      for (table, writes) in requests.sorted(by: { $0.key < $1.key }) { writer.member(table, writes) }
    }
  }

  fileprivate static func requests(from reader: inout JSONReader) throws(DynamoDBError) -> [String: [Write]] {
    try reader.dictionary { reader throws(DynamoDBError) in
      try reader.list { reader throws(DynamoDBError) in try Write(from: &reader) }
    }
  }
}

extension BatchWriteItem.Write: JSONCodable {
  public func write(to writer: inout JSONWriter) {
    writer.object { writer in
      switch self {
      case .put(let item):
        writer.key("PutRequest")
        writer.object { $0.member("Item", item) }
      case .delete(let key):
        writer.key("DeleteRequest")
        writer.object { $0.member("Key", key) }
      }
    }
  }

  public init(from reader: inout JSONReader) throws(DynamoDBError) {
    var writes: [Self] = []
    try reader.object { reader, name throws(DynamoDBError) in
      switch name {
      case "PutRequest": writes.append(.put(try RequestMembers(from: &reader).requiredItem(.item)))
      case "DeleteRequest": writes.append(.delete(key: try RequestMembers(from: &reader).requiredItem(.key)))
      default: try reader.skip()
      }
    }
    guard let write = writes.first, writes.count == 1 else {
      // DynamoDB's own words, for none too.
      throw .validation(
        "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes"
      )
    }
    self = write
  }
}

extension BatchWriteItem.Output: OperationOutput {
  public var capacities: [ConsumedCapacity] { consumedCapacity ?? [] }

  public func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.key("UnprocessedItems")
      BatchWriteItem.write(unprocessed, to: &writer)
      writer.member("ConsumedCapacity", consumedCapacity)
      writer.member("ItemCollectionMetrics", itemCollectionMetrics)
    }
  }

  public init(from reader: inout JSONReader) throws(DynamoDBError) {
    var output = Self()
    try reader.object { reader, name throws(DynamoDBError) in
      switch name {
      case "UnprocessedItems": output.unprocessed = try BatchWriteItem.requests(from: &reader)
      case "ConsumedCapacity":
        output.consumedCapacity = try reader.list { reader throws(DynamoDBError) in try ConsumedCapacity(from: &reader)
        }
      case "ItemCollectionMetrics": output.itemCollectionMetrics = try reader.itemCollectionMetrics()
      default: try reader.skip()
      }
    }
    self = output
  }
}
