import DynamoDB

extension SecondaryIndex {
  /// Why an item cannot be in the index although it has the attribute, in DynamoDB's words.
  enum Violation: Hashable {
    case type(attribute: KeySchema.Attribute, actual: AttributeValue.TypeTag)
    case empty(attribute: KeySchema.Attribute)
    case tooLong(attribute: KeySchema.Attribute, maximum: Int)
  }

  /// The first key attribute that the item has with a value that no key can have.
  ///
  /// - Parameter isConcerned: which attributes are looked at.
  func violation(by item: Item, where isConcerned: (String) -> Bool = { _ in true }) -> Violation? {
    for (attribute, maximum) in [(keySchema.partition, 2048)] + (keySchema.sort.map { [($0, 1024)] } ?? []) {
      guard isConcerned(attribute.name), let value = item[attribute.name] else { continue }
      guard value.typeTag.rawValue == attribute.kind.rawValue, let count = value.keyLength else {
        return .type(attribute: attribute, actual: value.typeTag)
      }
      if count == 0 { return .empty(attribute: attribute) }
      if count > maximum { return .tooLong(attribute: attribute, maximum: maximum) }
    }
    return nil
  }

  /// What DynamoDB says of a violation.
  ///
  /// - Parameter isUpdate: it has other words for an update.
  func message(of violation: Violation, isUpdate: Bool) -> String {
    switch violation {
    case .type(let attribute, let actual):
      return "One or more parameter values were invalid: Type mismatch for Index Key \(attribute.name) "
        + "Expected: \(attribute.kind.rawValue) Actual: \(actual.rawValue) IndexName: \(name)"
    case .empty(let attribute):
      let what =
        isUpdate
        ? "The update expression attempted to update a secondary index key to a value that is not supported."
        : "A value specified for a secondary index key is not supported."
      return "One or more parameter values are not valid. \(what) The AttributeValue for a key attribute cannot "
        + "contain an empty \(attribute.kind) value. IndexName: \(name), IndexKey: \(attribute.name)"
    case .tooLong(let attribute, let maximum):
      return "One or more parameter values were invalid: Size of the index key \(attribute.name) has exceeded the "
        + "maximum size limit of \(maximum) bytes. IndexName: \(name)"
    }
  }

  /// What the index holds of an item.
  func held(of item: Item, in table: KeySchema) -> Item {
    guard let names = held(in: table) else { return item }
    var part = Item(minimumCapacity: names.count)
    for name in names { part[name] = item[name] }
    return part
  }

  /// The bytes that DynamoDB counts for what the index holds of an item.
  func size(of item: Item, in table: KeySchema) -> Int {
    guard let names = held(in: table) else { return item.size }
    return names.reduce(0) { sum, name in item[name].map { sum + name.utf8.count + $0.size } ?? sum }
  }
}

extension AttributeValue {
  /// How long a key value is; `nil` for types that cannot be keys. A number is never too long.
  fileprivate var keyLength: Int? {
    switch self {
    case .string(let text): text.utf8.count
    case .binary(let bytes): bytes.count
    case .number: 1
    default: nil
    }
  }
}
