/// Where results go that are too large for a row: a disk, S3.
///
/// A name always means the same bytes. What was stored and never named by a record, because its completion was refused,
/// is nobody's: sweep it, or let the store delete by age, later than the longest retention.
public protocol ResultStore: Sendable {
  /// Stores bytes so that they are there after a crash, and returns the name under which they are.
  func store(_ body: [UInt8]) async throws -> String

  /// The bytes under a name; `nil` where there are none.
  func body(named name: String) async throws -> [UInt8]?
}
