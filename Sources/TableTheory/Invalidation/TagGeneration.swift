import DynamoDB

/// How often a tag was invalidated, as numbers that rise with each time: milliseconds of the clock that invalidated it,
/// or one more than the last where that clock is behind.
public struct TagGeneration: Hashable, Sendable {
  /// The number of the last invalidation, of either kind, about its time in epoch milliseconds; 0 where there was none.
  public var last: Int64
  /// The number of the last ``Invalidation/hard`` one; 0 where there was none.
  public var lastHard: Int64

  /// A generation of its parts, both in epoch milliseconds.
  public init(last: Int64, lastHard: Int64 = 0) {
    self.last = last
    self.lastHard = lastHard
  }

  /// Of a tag that was never invalidated.
  static let none = TagGeneration(last: 0)

  init(_ row: Item) {
    self.init(
      last: row[Attribute.generation]?.integer ?? 0, lastHard: row[Attribute.hardGeneration]?.integer ?? 0)
  }
}
