/// Reads every item of a table in no order that means anything, a page of at most 1 MB at a time.
///
/// Costs half a read unit for each 4 KB read (a whole one with `consistentRead`), before the filter.
///
/// Source: *Amazon DynamoDB API Reference*, `Scan`.
public struct Scan: DynamoDBOperation {
  public static let name = "Scan"

  /// The table's name.
  public var table: String
  /// A secondary index instead of the table itself.
  public var index: String?
  /// What of the items read is returned; it does not change the cost.
  public var filter: Condition?
  /// Which attributes are returned; all without it.
  public var projection: Projection?
  /// Which attributes, or only how many items.
  public var select: Select?
  /// Sees every write that was acknowledged before; twice the read units. Not on a global index.
  public var consistentRead: Bool
  /// How many items are read (not: returned) at most.
  public var limit: Int?
  /// Where the page before this one ended: its ``PageOutput/lastEvaluatedKey``.
  public var exclusiveStartKey: Item?
  /// One of several parts of the table that are read side by side.
  public var segment: Segment?
  /// Whether the answer says what the request cost.
  public var returnConsumedCapacity: ReturnConsumedCapacity

  /// A part of a table: `index` of `total`, counted from 0.
  public struct Segment: Hashable, Sendable {
    /// Which of them: 0 and more, less than ``total``.
    public var index: Int
    /// How many parts there are, 1 to 1,000,000.
    public var total: Int

    /// One of `total` parts of the table, which can be read at the same time.
    public init(index: Int, total: Int) {
      self.index = index
      self.total = total
    }
  }

  /// The request; what has a default may be left out. `limit` is a number of items.
  public init(
    table: String, index: String? = nil, filter: Condition? = nil, projection: Projection? = nil,
    select: Select? = nil, consistentRead: Bool = false, limit: Int? = nil, exclusiveStartKey: Item? = nil,
    segment: Segment? = nil, returnConsumedCapacity: ReturnConsumedCapacity = .none
  ) {
    self.table = table
    self.index = index
    self.filter = filter
    self.projection = projection
    self.select = select
    self.consistentRead = consistentRead
    self.limit = limit
    self.exclusiveStartKey = exclusiveStartKey
    self.segment = segment
    self.returnConsumedCapacity = returnConsumedCapacity
  }

  public typealias Output = PageOutput

  public var tables: [String] { [table] }

  public func run(on handler: some OperationHandler) async throws(DynamoDBError) -> Output {
    try await handler.run(self)
  }
}

extension Scan {
  public func write(to writer: inout JSONWriter) {
    writer.object { writer in
      var renderer = ExpressionRenderer()
      writer.member("TableName", table)
      writer.member("IndexName", index)
      writer.member("FilterExpression", filter.map { renderer.text($0) })
      writer.member("ProjectionExpression", projection.map { renderer.text($0) })
      writer.placeholders(of: renderer)
      writer.member("Select", select?.rawValue)
      if consistentRead { writer.member("ConsistentRead", true) }
      writer.member("Limit", limit)
      writer.member("ExclusiveStartKey", exclusiveStartKey)
      writer.member("Segment", segment?.index)
      writer.member("TotalSegments", segment?.total)
      writer.member("ReturnConsumedCapacity", returnConsumedCapacity, unless: .none)
    }
  }

  public init(from reader: inout JSONReader) throws(DynamoDBError) {
    var members = try RequestMembers(from: &reader, expressions: [.filter, .projection])
    table = try members.required(.tableName)
    index = members.text(.indexName)
    select = try members.optionalSelect()
    consistentRead = members.flag(.consistentRead) ?? false
    limit = try members.limit()
    exclusiveStartKey = members.item(.exclusiveStartKey)
    segment = try members.segment()
    returnConsumedCapacity = try members.option(.returnConsumedCapacity, default: .none)
    filter = try members.filter()
    projection = try members.projection()
    try members.finish()
  }
}
