import DynamoDB

/// One published state of a page, as its META row says.
struct Generation: Hashable, Sendable {
  /// The fence of the lease under which it was published: what rises.
  var fence: Int64
  /// How many publications there were, this one included.
  var version: Int64?
  /// When it stops being fresh.
  var freshUntil: Timestamp
}
