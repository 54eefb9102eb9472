import DynamoDB

/// Which invalidations of a page the maker of an entry knew when he began.
struct AnsweredInvalidations: Hashable, Sendable {
  /// How many there were.
  var count: Int64
  /// `invalidated_at` as it stood there: another program may set it, and does not count.
  var at: Int64?

  init(count: Int64, at: Int64?) {
    self.count = count
    self.at = at
  }

  /// Those that a page's row shows, also where it is no entry yet.
  init(shownBy row: Item?) {
    self.init(count: row?[Attribute.invalidations]?.integer ?? 0, at: row?[Attribute.invalidatedAt]?.integer)
  }

  init(shownBy entry: CacheEntry) {
    self.init(count: entry.invalidationCount ?? 0, at: entry.invalidatedAt?.secondsRoundedDown)
  }

  /// Those that an entry says it answers; `nil` where it says nothing.
  init?(of row: Item) {
    guard let count = row[Attribute.answeredInvalidations]?.integer else { return nil }
    self.init(count: count, at: row[Attribute.answeredAt]?.integer)
  }
}
