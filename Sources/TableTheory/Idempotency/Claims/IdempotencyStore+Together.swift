public import DynamoDB

extension IdempotencyStore {
  /// Completes a request and writes other rows, all or nothing: the effect is there exactly once, because it is there if
  /// and only if the record is.
  ///
  /// Costs two write units for each KB of each row. A request whose answer is lost, or that met another transaction,
  /// is repeated as it was; an earlier attempt that got through is recognised in the record, by its result and its time.
  ///
  /// - Parameter actions: on other rows than the request's own, 99 at most.
  /// - Throws: ``IdempotencyError/lost(_:_:)`` where the claim is not ours any more, or another completion of it was made,
  ///   ``IdempotencyError/refused(_:_:)`` where one of `actions` was refused; nothing is written then.
  public func complete(
    _ completion: IdempotencyCompletion, together actions: [TransactWriteItems.Action]
  ) async throws(IdempotencyError) {
    try await complete(
      completion, TransactWriteItems([completion.action] + actions, clientRequestToken: tokens.next()))
  }

  /// - Parameter request: begins with the completion's action.
  func complete(
    _ completion: IdempotencyCompletion, _ request: TransactWriteItems
  ) async throws(IdempotencyError) {
    let claim = completion.claim
    var isUnknown = false
    for attempt in 0..<Self.transactionAttempts {
      if attempt > 0, await !time.pause(before: attempt) { break }
      do throws(DynamoDBError) {
        _ = try await client.send(request)
        return completed(completion.record, by: claim)
      } catch .transactionCanceled(let reasons) {
        if let reason = reasons.first {
          switch completion.outcome(of: reason, at: time.now) {
          case .completed: return completed(completion.record, by: claim)
          case .lost: throw lost(claim, reason.item.map { RequestRow($0, at: time.now) })
          case .freed, nil: break
          }
        }
        if reasons.contains(where: { $0.code == .conditionalCheckFailed }) || !reasons.contains(where: \.isBusy) {
          guard isUnknown else { throw .refused(claim.key, Array(reasons.dropFirst())) }
          break
        }
      } catch .outcomeUnknown {
        isUnknown = true
      } catch .transactionInProgress {
        isUnknown = true
      } catch .throttled {
        // Nothing was written: the same request again.
      } catch .transactionConflict {
        // Likewise.
      } catch {
        guard isUnknown else { throw .unavailable(claim.key, error) }
        break
      }
    }
    guard isUnknown else { throw .throttled(claim.key) }
    let row = try await settled(completion, .completeTogether(completion, request))
    guard let row, completion.isRecorded(in: row) else { throw lost(claim, row) }
    completed(completion.record, by: claim)
  }

  private static var transactionAttempts: Int { 4 }
}

extension CancellationReason {
  /// Another transaction or too many requests: nothing is decided.
  var isBusy: Bool { [.transactionConflict, .throttling, .provisionedThroughputExceeded].contains(code) }
}
