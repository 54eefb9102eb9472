internal import DynamoDB

/// What makes two requests the same one: a row `REQ#<id>` beside the rows of a page, or in a partition of its own.
///
/// Choose it so that a repetition has it again and nothing else ever has. ``request(_:of:by:)``, ``message(_:of:)`` and
/// ``revalidation(of:after:deploy:)`` say what each is right for, and what goes wrong with it.
public struct IdempotencyKey: Hashable, Sendable {
  /// Whose partition the record is in.
  public let partition: CacheKey
  /// What stands after `REQ#` in the attribute `sk`. It may have 1,020 bytes; a longer one is refused.
  public let id: String

  /// A key as it is, for records that are shared with other programs.
  public init(_ id: String, on partition: CacheKey) {
    self.partition = partition
    self.id = id
  }

  static let longestID = 1020

  var item: Item { RowKey.item(partition, RowKey.request(id)) }

  func check() throws(IdempotencyError) {
    guard !id.isEmpty else { throw .invalid("the idempotency key is empty: all requests would be the same one") }
    guard id.utf8.count <= Self.longestID else {
      throw .invalid("the idempotency key has \(id.utf8.count) bytes, \(Self.longestID) are possible: hash it")
    }
  }
}

extension IdempotencyKey {
  /// Keys are equal when their bytes are, as DynamoDB's are.
  public static func == (left: IdempotencyKey, right: IdempotencyKey) -> Bool {
    left.partition == right.partition && left.id.hasSameBytes(as: right.id)
  }
}

extension IdempotencyKey: CustomStringConvertible {
  public var description: String { "\(RowKey.request(id)) of \(partition)" }
}
