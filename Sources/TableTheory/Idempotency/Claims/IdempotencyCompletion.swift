public import DynamoDB

/// The completion of a request as one action of a transaction, which makes the work and its record one: either both are
/// there or neither.
///
///     let completion = try await requests.completion(of: claim, with: receipt)
///     try await pages.publish(publication, holding: lease, completing: completion)     // 6 write units
///     try await requests.complete(completion, together: [.put(order)])                 // your own rows
///
/// Its values are fixed, so that the transaction can be repeated as it was.
public struct IdempotencyCompletion: Sendable {
  public let claim: IdempotencyClaim
  let update: UpdateItem
  let result: RecordedResult
  let expiresAt: Int64
  /// Counts and remembers it, by whatever it is made.
  let store: IdempotencyStore

  /// The action, guarded by the claim's token. It names the request's row, which no other action may name.
  public var action: TransactWriteItems.Action { .update(update) }

  /// What the cancellation reason of ``action`` says, in a transaction of your own.
  ///
  /// - Parameter now: the time of the clock that the transaction went by.
  /// - Returns: `completed` where an earlier attempt of the same transaction got through, `lost` where the claim is not ours
  ///   any more or has ended otherwise, by another completion say, and `nil` where this action was not the reason.
  public func outcome(of reason: CancellationReason, at now: Timestamp) -> IdempotencyRelease? {
    guard reason.code == .conditionalCheckFailed || reason.item != nil else { return nil }
    guard let item = reason.item else { return .lost(nil) }
    let row = RequestRow(item, at: now)
    if isRecorded(in: row) { return .completed }
    return reason.code == .conditionalCheckFailed ? .lost(row.record(of: claim.key)) : nil
  }

  /// Whether it is this completion that the row holds, and not another one of the same claim.
  func isRecorded(in row: RequestRow) -> Bool {
    row.isCompleted(by: claim) && row.result == result && row.expiresAt == expiresAt
  }

  var record: IdempotencyRecord {
    IdempotencyRecord(
      key: claim.key, state: .completed, payloadHash: claim.request.hash, inProgressUntil: nil,
      expiresAt: Timestamp(seconds: expiresAt), result: result)
  }
}

extension IdempotencyCompletion: Hashable {
  public static func == (left: IdempotencyCompletion, right: IdempotencyCompletion) -> Bool {
    left.claim == right.claim && left.update == right.update
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(claim)
    hasher.combine(update)
  }
}

extension IdempotencyCompletion: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// Without the token and the result.
  public var description: String { "completion of \(claim.key)" }

  public var debugDescription: String { description }

  public var customMirror: Mirror { Mirror(self, children: ["description": description]) }
}
