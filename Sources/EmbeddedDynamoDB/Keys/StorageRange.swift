import DynamoDB

/// Which items a `Query` or `Scan` visits, and in which direction.
struct StorageRange: Sendable {
  /// An end of a range of sort keys.
  struct Bound: Sendable {
    var bytes: [UInt8]
    var isIncluded: Bool
  }

  /// One partition, or all of them.
  var partition: [UInt8]?
  var lower: Bound?
  var upper: Bound?
  var forward = true
  /// The visit begins behind this key, in its direction.
  var start: StorageKey?

  /// Every item of a table.
  static func all(after start: StorageKey?) -> StorageRange { StorageRange(start: start) }
}

extension StorageRange {
  /// Whether a sort key lies between the bounds.
  func contains(sort: [UInt8]) -> Bool {
    if let lower, sort.lexicographicallyPrecedes(lower.bytes) || (!lower.isIncluded && sort == lower.bytes) {
      return false
    }
    if let upper, upper.bytes.lexicographicallyPrecedes(sort) || (!upper.isIncluded && sort == upper.bytes) {
      return false
    }
    return true
  }

  /// The range of a key condition's sort part.
  mutating func restrict(to range: KeyCondition.SortRange) {
    switch range {
    case .equal(let value):
      lower = Bound(value, isIncluded: true)
      upper = Bound(value, isIncluded: true)
    case .less(let value): upper = Bound(value, isIncluded: false)
    case .lessOrEqual(let value): upper = Bound(value, isIncluded: true)
    case .greater(let value): lower = Bound(value, isIncluded: false)
    case .greaterOrEqual(let value): lower = Bound(value, isIncluded: true)
    case .between(let low, let high):
      lower = Bound(low, isIncluded: true)
      upper = Bound(high, isIncluded: true)
    case .beginsWith(let prefix):
      lower = Bound(prefix, isIncluded: true)
      upper = Self.successor(ofPrefix: prefix.keyBytes ?? []).map { Bound(bytes: $0, isIncluded: false) }
    }
  }

  /// The first bytes behind everything that begins with `prefix`, or `nil` where nothing is.
  private static func successor(ofPrefix prefix: [UInt8]) -> [UInt8]? {
    guard let last = prefix.lastIndex(where: { $0 < 0xFF }) else { return nil }
    return prefix[..<last] + [prefix[last] + 1]
  }
}

extension StorageRange.Bound {
  init(_ value: AttributeValue, isIncluded: Bool) {
    self.init(bytes: value.keyBytes ?? [], isIncluded: isIncluded)
  }
}
