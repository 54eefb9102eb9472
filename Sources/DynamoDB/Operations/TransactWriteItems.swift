/// Writes up to 100 items, of several tables, all or none.
///
/// Costs two write units for each KB of each item, also where it is cancelled. No item may be named twice.
///
/// Source: *Amazon DynamoDB API Reference*, `TransactWriteItems`.
public struct TransactWriteItems: DynamoDBOperation {
  public static let name = "TransactWriteItems"

  /// One item's part of the transaction. The `returnValues` and `returnConsumedCapacity` of the operations
  /// inside have no effect here.
  public enum Action: Hashable, Sendable {
    /// Asks, and writes nothing.
    case check(ConditionCheck)
    /// Replaces an item.
    case put(PutItem)
    /// Changes an item.
    case update(UpdateItem)
    /// Deletes an item.
    case delete(DeleteItem)
  }

  /// At most 100, each on an item of its own.
  public var actions: [Action]
  /// Makes the request safe to repeat: for ten minutes the same token with the same actions is carried out
  /// once. One to 36 characters.
  public var clientRequestToken: String?
  /// Whether the answer says what the request cost.
  public var returnConsumedCapacity: ReturnConsumedCapacity
  /// Whether the answer says how large the item's collection is.
  public var returnItemCollectionMetrics: ReturnItemCollectionMetrics

  /// The request; what has a default may be left out.
  public init(
    _ actions: [Action], clientRequestToken: String? = nil, returnConsumedCapacity: ReturnConsumedCapacity = .none,
    returnItemCollectionMetrics: ReturnItemCollectionMetrics = .none
  ) {
    self.actions = actions
    self.clientRequestToken = clientRequestToken
    self.returnConsumedCapacity = returnConsumedCapacity
    self.returnItemCollectionMetrics = returnItemCollectionMetrics
  }

  /// What the transaction cost; its success says the rest.
  public struct Output: Hashable, Sendable {
    /// What the transaction cost, table by table.
    public var consumedCapacity: [ConsumedCapacity]?
    /// How large the items' collections are, by the names of the tables that have a local index, where asked for.
    public var itemCollectionMetrics: [String: [ItemCollectionMetrics]]?

    /// An answer of its parts: for clients and tests that make one.
    public init(
      consumedCapacity: [ConsumedCapacity]? = nil, itemCollectionMetrics: [String: [ItemCollectionMetrics]]? = nil
    ) {
      self.consumedCapacity = consumedCapacity
      self.itemCollectionMetrics = itemCollectionMetrics
    }
  }

  public var tables: [String] { actions.map(\.table).distinct }

  public func run(on handler: some OperationHandler) async throws(DynamoDBError) -> Output {
    try await handler.run(self)
  }
}

extension TransactWriteItems {
  public func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("TransactItems", actions)
      writer.member("ClientRequestToken", clientRequestToken)
      writer.member("ReturnConsumedCapacity", returnConsumedCapacity, unless: .none)
      writer.member("ReturnItemCollectionMetrics", returnItemCollectionMetrics, unless: .none)
    }
  }

  public init(from reader: inout JSONReader) throws(DynamoDBError) {
    var actions: [Action]?
    let members = try RequestMembers(from: &reader) { reader, name throws(DynamoDBError) in
      guard name == "TransactItems" else { return false }
      actions = try reader.list { reader throws(DynamoDBError) in try Action(from: &reader) }
      return true
    }
    guard let actions else { throw RequestMembers.missing("TransactItems") }
    self.actions = actions
    clientRequestToken = members.text(.clientRequestToken)
    returnConsumedCapacity = try members.option(.returnConsumedCapacity, default: .none)
    returnItemCollectionMetrics = try members.option(.returnItemCollectionMetrics, default: .none)
  }
}

extension TransactWriteItems.Action {
  /// The table that the item is in.
  public var table: String {
    switch self {
    case .check(let check): check.table
    case .put(let put): put.table
    case .update(let update): update.table
    case .delete(let delete): delete.table
    }
  }
}

extension TransactWriteItems.Action: JSONCodable {
  public func write(to writer: inout JSONWriter) {
    writer.object { writer in
      switch self {
      case .check(let check):
        writer.key("ConditionCheck")
        writer.object { check.writeAction(to: &$0) }
      case .put(let put):
        writer.key("Put")
        writer.object { put.writeAction(to: &$0) }
      case .update(let update):
        writer.key("Update")
        writer.object { update.writeAction(to: &$0) }
      case .delete(let delete):
        writer.key("Delete")
        writer.object { delete.writeAction(to: &$0) }
      }
    }
  }

  public init(from reader: inout JSONReader) throws(DynamoDBError) {
    var actions: [Self] = []
    try reader.object { reader, name throws(DynamoDBError) in
      switch name {
      case "ConditionCheck": actions.append(.check(try ConditionCheck(from: &reader)))
      case "Put": actions.append(.put(try PutItem(from: &reader)))
      case "Update":
        let update = try UpdateItem(from: &reader)
        if update.update == nil { throw RequestMembers.missing("UpdateExpression") }
        actions.append(.update(update))
      case "Delete": actions.append(.delete(try DeleteItem(from: &reader)))
      default: try reader.skip()
      }
    }
    guard let action = actions.first, actions.count == 1 else {
      throw .validation(
        "TransactItems can only contain one of Check, Put, Update or Delete")
    }
    self = action
  }
}

extension TransactWriteItems.Output: OperationOutput {
  public var capacities: [ConsumedCapacity] { consumedCapacity ?? [] }

  public func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("ConsumedCapacity", consumedCapacity)
      writer.member("ItemCollectionMetrics", itemCollectionMetrics)
    }
  }

  public init(from reader: inout JSONReader) throws(DynamoDBError) {
    var output = Self()
    try reader.object { reader, name throws(DynamoDBError) in
      switch name {
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
