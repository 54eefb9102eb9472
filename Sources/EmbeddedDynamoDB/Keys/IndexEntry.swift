import DynamoDB

/// What an index has of one item: a key of its own, and where the item is.
///
/// The item itself is not copied: it is read where it is, and the index's projection is applied then, so that a write
/// which leaves the index's key alone costs the index nothing.
///
/// In an index many items may have one key. An entry's sort bytes are therefore the index's sort key and then the
/// item's own key, so written that their order is the order of the three, one after the other.
struct IndexEntry: Hashable, Sendable {
  /// The entry's place in the index.
  var key: StorageKey
  /// The item's place in the table.
  var item: StorageKey
  /// The bytes that DynamoDB counts for what the index holds of the item.
  var size: Int

  /// The entry of an item that is stored; `nil` where the item is not in the index, because an attribute of the
  /// index's key is missing or cannot be a key. Of the latter there are only items that are older than the index.
  ///
  /// Source: *Amazon DynamoDB Developer Guide*, "Take advantage of sparse indexes".
  init?(of item: Item, at key: StorageKey, in index: SecondaryIndex, of table: KeySchema) {
    guard let entryKey = Self.key(of: item, at: key, in: index) else { return nil }
    self.key = entryKey
    self.item = key
    size = index.size(of: item, in: table)
  }

  static func key(of item: Item, at key: StorageKey, in index: SecondaryIndex) -> StorageKey? {
    guard index.violation(by: item) == nil, let partition = item[index.keySchema.partition.name]?.keyBytes else {
      return nil
    }
    var sort: [UInt8] = []
    if let attribute = index.keySchema.sort {
      guard let bytes = item[attribute.name]?.keyBytes else { return nil }
      sort = bytes
    }
    return StorageKey(partition: partition, sort: OrderedBytes.joined(sort, key.partition) + key.sort)
  }
}

/// Several byte strings as one, whose order is theirs, one after the other.
enum OrderedBytes {
  /// Each with its end marked by 0x00 0x01; a 0x00 inside is written as 0x00 0xFF, which comes behind any end.
  static func joined(_ parts: [UInt8]...) -> [UInt8] {
    var bytes: [UInt8] = []
    for part in parts {
      append(part, to: &bytes)
      bytes += [0x00, 0x01]
    }
    return bytes
  }

  /// The first bytes behind all that begin with `part`.
  static func behind(_ part: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = []
    append(part, to: &bytes)
    return bytes + [0x00, 0x02]
  }

  private static func append(_ part: [UInt8], to bytes: inout [UInt8]) {
    for byte in part {
      bytes.append(byte)
      if byte == 0x00 { bytes.append(0xFF) }
    }
  }
}

extension StorageRange {
  /// The same bounds of an index's sort key, as bounds of its entries.
  func ofEntries() -> StorageRange {
    var range = self
    range.lower = lower.map { bound in
      Bound(
        bytes: bound.isIncluded ? OrderedBytes.joined(bound.bytes) : OrderedBytes.behind(bound.bytes), isIncluded: true)
    }
    range.upper = upper.map { bound in
      Bound(
        bytes: bound.isIncluded ? OrderedBytes.behind(bound.bytes) : OrderedBytes.joined(bound.bytes), isIncluded: false
      )
    }
    return range
  }
}
