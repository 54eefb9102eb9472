import DynamoDB

/// What the library itself writes into the items of a model, and what it requires of them.
///
/// Every function is pure: the same model, moment and item give the same request.
///
/// Source: TableTheory's DMS v0.1, "Behaviour".
struct ItemLifecycle: Sendable {
  let partition: String
  let version: String?
  let createdAt: String?
  let updatedAt: String?

  init(_ schema: ModelSchema) {
    partition = schema.attribute(with: .partitionKey)?.name ?? ""
    version = schema.attribute(with: .version)?.name
    createdAt = schema.attribute(with: .createdAt)?.name
    updatedAt = schema.attribute(with: .updatedAt)?.name
  }

  /// An item that is written as a whole: created now, with a version of at least 0.
  func stamped(_ item: Item, at now: Timestamp) -> Item {
    var item = item
    let text = AttributeValue.string(now.nanosecondText)
    if let createdAt { item[createdAt] = text }
    if let updatedAt { item[updatedAt] = text }
    if let version, item[version]?.number == nil { item[version] = 0 }
    return item
  }

  /// The condition that there is no item with this key.
  var isNew: Condition { DocumentPath(partition).doesNotExist }

  /// An update that raises the version too.
  func raised(_ update: Update, at now: Timestamp) -> Update {
    var update = update
    if let updatedAt { update = update.set(DocumentPath(updatedAt), to: .string(now.nanosecondText)) }
    if let version { update = update.add(DocumentPath(version), 1) }
    return update
  }

  /// What an update or a deletion requires of the item.
  ///
  /// - Parameter mustExist: whether an item that is not there is refused also where no version is required.
  func required(
    version expected: ExpectedVersion?, and condition: Condition?, mustExist: Bool
  ) throws(TypedTableError) -> Condition? {
    var required: Condition?
    if case .exactly(let number) = expected {
      guard let version else { throw .invalid("the model has no version that could be required") }
      required = DocumentPath(version) == .number(number)
    } else if mustExist {
      required = DocumentPath(partition).exists
    }
    guard let condition else { return required }
    return required.map { $0 && condition } ?? condition
  }

  /// Why such a condition was refused, from the item as it was.
  func refusal(
    of item: Item?, version expected: ExpectedVersion?, mustExist: Bool
  ) -> TypedTableError {
    if case .exactly(let number) = expected, let version {
      guard let item else { return mustExist ? .notFound : .versionMismatch(expected: number, found: nil) }
      let found = item[version]?.integer
      if found != number { return .versionMismatch(expected: number, found: found) }
    } else if mustExist, item == nil {
      return .notFound
    }
    return .conditionFailed(item: item)
  }
}

/// Which version of an item a write is for.
public enum ExpectedVersion: Hashable, Sendable, ExpressibleByIntegerLiteral {
  /// The item has exactly this one: nobody has written it since it was read.
  case exactly(Int64)
  /// Whichever it has: the write may undo somebody else's.
  case any

  public init(integerLiteral value: Int64) { self = .exactly(value) }
}
