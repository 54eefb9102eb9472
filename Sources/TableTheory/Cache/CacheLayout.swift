/// Where a page's lease and its entry are stored. All who use a table have to use the same one.
public enum CacheLayout: String, Hashable, Sendable, CaseIterable {
  /// Two rows, LOCK and META, as TableTheory's Go, TypeScript and Python SDKs have them. A regeneration costs five write
  /// units, since the publication is a transaction on both.
  case interoperable

  /// One row, PAGE, for both: an acquisition succeeds only where the entry is still the one that was seen, and the
  /// publication is one conditional update. A regeneration costs two write units. No other SDK knows this row.
  case compact
}

extension CacheLayout {
  /// The sort key of the row with the lease.
  var lockRow: String { self == .compact ? RowKey.page : RowKey.lock }

  /// The sort key of the row with the entry.
  package var entryRow: String { self == .compact ? RowKey.page : RowKey.meta }

  /// The fence under which the entry was published. In one row the lease has its own beside it.
  var publishedFence: String { self == .compact ? Attribute.publishedFence : Attribute.fence }

  /// The token of the lease under which the entry was published.
  var publisherToken: String { self == .compact ? Attribute.publisherToken : Attribute.leaseToken }
}
