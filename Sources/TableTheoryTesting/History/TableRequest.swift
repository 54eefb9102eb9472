public import DynamoDB

/// A request as a value that a check can look at and a mutant can rewrite.
public enum TableRequest: Sendable {
  /// Reads an item.
  case get(GetItem)
  /// Replaces an item.
  case put(PutItem)
  /// Changes an item.
  case update(UpdateItem)
  /// Deletes an item.
  case delete(DeleteItem)
  /// Writes several items.
  case transaction(TransactWriteItems)
  /// Any other operation, by its name: it is carried out, and what it writes is not in the ledger.
  case other(String)

  /// The operation as a case.
  public init<Operation: DynamoDBOperation>(_ operation: Operation) {
    self =
      switch operation {
      case let get as GetItem: .get(get)
      case let put as PutItem: .put(put)
      case let update as UpdateItem: .update(update)
      case let delete as DeleteItem: .delete(delete)
      case let transaction as TransactWriteItems: .transaction(transaction)
      default: .other(Operation.name)
      }
  }

  /// The operation's name.
  public var name: String {
    switch self {
    case .get: GetItem.name
    case .put: PutItem.name
    case .update: UpdateItem.name
    case .delete: DeleteItem.name
    case .transaction: TransactWriteItems.name
    case .other(let name): name
    }
  }

  /// Whether it may write.
  public var isWrite: Bool {
    switch self {
    case .get: false
    case .other(let name): name.hasPrefix("Batch") && name.contains("Write")
    default: true
    }
  }

  /// The operation itself, if it is of that kind.
  func operation<Operation: DynamoDBOperation>(as type: Operation.Type) -> Operation? {
    switch self {
    case .get(let get): get as? Operation
    case .put(let put): put as? Operation
    case .update(let update): update as? Operation
    case .delete(let delete): delete as? Operation
    case .transaction(let transaction): transaction as? Operation
    case .other: nil
    }
  }
}
