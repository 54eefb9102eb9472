/// What happens if an operation is carried out a second time because its first answer was lost.
enum Repeatability: Hashable, Sendable, CaseIterable {
  /// It reads: nothing happens.
  case read

  /// The table is as after the first time, and so is the answer.
  case idempotent

  /// The request carries a token by which DynamoDB knows it again, and carries it out once.
  case token

  /// It would do more, or be refused because of what it did itself.
  case once

  /// Whether it may be sent again after an attempt that may have been carried out.
  var allowsRepetition: Bool { self != .once }

  var isWrite: Bool { self != .read }
}
