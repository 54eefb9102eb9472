import DynamoDB

extension AttributeValue {
  /// Whether this value comes before `other` in DynamoDB's order, or `nil` where the two have none.
  ///
  /// Numbers are ordered by value, strings by their UTF-8 bytes and binary by its unsigned bytes; there is no
  /// order between two types, nor within any other type.
  ///
  /// Source: *Amazon DynamoDB Developer Guide*, "Supported data types and naming rules in Amazon DynamoDB".
  func precedes(_ other: AttributeValue) -> Bool? {
    switch (self, other) {
    case (.string(let left), .string(let right)): String.precedes(left, right)
    case (.number(let left), .number(let right)): left < right
    case (.binary(let left), .binary(let right)): [UInt8].precedes(left, right)
    default: nil
    }
  }

  /// Whether this string or binary value starts with `prefix`, or `nil` where they are not two of a kind.
  func begins(with prefix: AttributeValue) -> Bool? {
    switch (self, prefix) {
    case (.string(let text), .string(let prefix)): text.utf8.starts(with: prefix.utf8)
    case (.binary(let bytes), .binary(let prefix)): bytes.starts(with: prefix)
    default: nil
    }
  }

  /// Whether `part` is a stretch of this string or binary value, or an element of this set or list.
  func contains(_ part: AttributeValue) -> Bool {
    switch (self, part) {
    case (.string(let text), .string(let part)): BytePattern(part.utf8).occurs(in: text.utf8)
    case (.binary(let bytes), .binary(let part)): BytePattern(part).occurs(in: bytes)
    case (.list(let elements), _): elements.contains(part)
    case (.stringSet(let set), .string(let element)): set.contains(element)
    case (.numberSet(let set), .number(let element)): set.contains(element)
    case (.binarySet(let set), .binary(let element)): set.contains(element)
    default: false
    }
  }

  /// What the function `size` counts, or `nil` for a type that it does not measure.
  ///
  /// A string's UTF-16 code units (measured against AWS: `"é𝄞"` has 3), a binary value's bytes, the elements of
  /// a set or a list, the entries of a map.
  var extent: Int? {
    switch self {
    case .string(let text): text.utf16.count
    case .binary(let bytes): bytes.count
    case .list(let elements): elements.count
    case .map(let entries): entries.count
    case .stringSet(let set): set.count
    case .numberSet(let set): set.count
    case .binarySet(let set): set.count
    case .number, .bool, .null: nil
    }
  }
}

extension AttributeValue.TypeTag {
  /// Whether values of this type can be compared with `<` and its like.
  var hasOrder: Bool { self == .string || self == .number || self == .binary }
}
