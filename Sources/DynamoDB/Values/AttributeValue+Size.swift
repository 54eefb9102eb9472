extension AttributeValue {
  /// The bytes that DynamoDB counts for this value, without its attribute's name.
  ///
  /// Strings count their UTF-8 bytes, binary its bytes, `BOOL` and `NULL` one; a number about one byte for
  /// every two significant digits and one more; a list or a map three bytes, one for each element or pair
  /// and what they hold.
  ///
  /// Source: *Amazon DynamoDB Developer Guide*, "DynamoDB Item sizes and formats".
  public var size: Int {
    switch self {
    case .string(let text): text.utf8.count
    case .number(let number): number.size
    case .binary(let bytes): bytes.count
    case .bool, .null: 1
    case .list(let values): values.reduce(3) { $0 + 1 + $1.size }
    case .map(let entries): entries.reduce(3) { $0 + 1 + $1.key.utf8.count + $1.value.size }
    case .stringSet(let set): set.elements.reduce(0) { $0 + $1.utf8.count }
    case .numberSet(let set): set.elements.reduce(0) { $0 + $1.size }
    case .binarySet(let set): set.elements.reduce(0) { $0 + $1.count }
    }
  }

  /// How deep lists and maps are nested in this value: 0 for a scalar or a set, 1 for a flat list.
  public var depth: Int {
    switch self {
    case .list(let values): 1 + (values.map(\.depth).max() ?? 0)
    case .map(let entries): 1 + (entries.values.map(\.depth).max() ?? 0)
    default: 0
    }
  }
}

extension Item {
  /// The bytes that DynamoDB counts for this item: the UTF-8 bytes of its names and the sizes of its values.
  public var size: Int { reduce(0) { $0 + $1.key.utf8.count + $1.value.size } }
}
