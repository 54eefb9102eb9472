import DynamoDB

/// A publication to which a page can go back: a VER row.
public struct PublishedVersion: Hashable, Sendable {
  /// Identifies it among the page's versions. In the order of their texts they are in the order of the publications.
  public let id: String
  /// The entry as it was published.
  public let entry: CacheEntry
}

extension PublishedVersion {
  /// The fence of a publication rises and is its own: as digits of one length it sorts as a text.
  static func id(fence: Int64) -> String {
    let digits = String(fence)
    return String(repeating: "0", count: max(0, 19 - digits.count)) + digits
  }

  static func row(_ id: String) -> String { RowKey.versionPrefix + id }

  static func id(ofRow sort: String) -> String? {
    sort.hasPrefix(RowKey.versionPrefix) ? String(sort.dropFirst(RowKey.versionPrefix.count)) : nil
  }

  init?(_ row: Item, key: CacheKey, layout: CacheLayout) {
    guard let id = row[Attribute.sort]?.string.flatMap(Self.id(ofRow:)),
      let entry = CacheEntry(row, key: key, layout: layout)
    else { return nil }
    self.init(id: id, entry: entry)
  }
}
