/// What `Query` and `Scan` answer: one page.
public struct PageOutput: Hashable, Sendable {
  /// The items that the filter let through; empty where only the count was asked for.
  public var items: [Item]
  /// How many items the filter let through.
  public var count: Int
  /// How many items were read.
  public var scannedCount: Int
  /// Where to go on, or `nil` at the end. A page can be empty and not be the last.
  public var lastEvaluatedKey: Item?
  /// What it cost, where the request asked for it.
  public var consumedCapacity: ConsumedCapacity?

  /// Whether the answer holds items at all: not for `Select` = `COUNT`.
  var hasItems = true

  /// An answer of its parts: for clients and tests that make one.
  public init(
    items: [Item] = [], count: Int? = nil, scannedCount: Int? = nil, lastEvaluatedKey: Item? = nil,
    consumedCapacity: ConsumedCapacity? = nil
  ) {
    self.items = items
    self.count = count ?? items.count
    self.scannedCount = scannedCount ?? self.count
    self.lastEvaluatedKey = lastEvaluatedKey
    self.consumedCapacity = consumedCapacity
  }

  /// An answer to `Select` = `COUNT`.
  public static func onlyCount(
    _ count: Int, scannedCount: Int, lastEvaluatedKey: Item?, consumedCapacity: ConsumedCapacity?
  ) -> PageOutput {
    var output = PageOutput(
      count: count, scannedCount: scannedCount, lastEvaluatedKey: lastEvaluatedKey, consumedCapacity: consumedCapacity)
    output.hasItems = false
    return output
  }
}

extension PageOutput: OperationOutput {
  public var capacities: [ConsumedCapacity] { consumedCapacity.map { [$0] } ?? [] }

  public func write(to writer: inout JSONWriter) {
    writer.object { writer in
      if hasItems { writer.member("Items", items) }
      writer.member("Count", count)
      writer.member("ScannedCount", scannedCount)
      writer.member("LastEvaluatedKey", lastEvaluatedKey)
      writer.member("ConsumedCapacity", consumedCapacity)
    }
  }

  public init(from reader: inout JSONReader) throws(DynamoDBError) {
    var output = Self()
    output.hasItems = false
    try reader.object { reader, name throws(DynamoDBError) in
      switch name {
      case "Items":
        output.items = try reader.list { reader throws(DynamoDBError) in try Item(from: &reader) }
        output.hasItems = true
      case "Count": output.count = try reader.integer()
      case "ScannedCount": output.scannedCount = try reader.integer()
      case "LastEvaluatedKey": output.lastEvaluatedKey = try Item(from: &reader)
      case "ConsumedCapacity": output.consumedCapacity = try ConsumedCapacity(from: &reader)
      default: try reader.skip()
      }
    }
    self = output
  }
}

extension RequestMembers {
  func optionalSelect() throws(DynamoDBError) -> Select? {
    text(.select) == nil ? nil : try option(.select, default: .allAttributes)
  }

  func limit() throws(DynamoDBError) -> Int? {
    guard let limit = integer(.limit) else { return nil }
    guard limit >= 1 else {
      throw .validation(
        "1 validation error detected: Value '\(limit)' at 'limit' failed to satisfy constraint: "
          + "Member must have value greater than or equal to 1")
    }
    return limit
  }

  func segment() throws(DynamoDBError) -> Scan.Segment? {
    switch (integer(.segment), integer(.totalSegments)) {
    case (nil, nil): return nil
    case (let index?, let total?):
      guard (1...1_000_000).contains(total), index >= 0 else {
        throw .validation("Segment must be at least 0 and TotalSegments from 1 to 1000000")
      }
      guard index < total else {
        throw .validation(
          "The Segment parameter is zero-based and must be less than parameter TotalSegments: "
            + "Segment: \(index) is not less than TotalSegments: \(total)")
      }
      return Scan.Segment(index: index, total: total)
    case (nil, _?):
      throw .validation(
        "The Segment parameter is required but was not present in the request when TotalSegments is present")
    case (_?, nil):
      throw .validation(
        "The TotalSegments parameter is required but was not present in the request when Segment is present")
    }
  }
}
