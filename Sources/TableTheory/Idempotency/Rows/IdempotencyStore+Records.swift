import DynamoDB

extension IdempotencyStore {
  /// What the table knows of a request. One read unit for each 4 KB.
  ///
  /// - Returns: `nil` where there is no record, or its time is over: TTL may not have deleted it yet.
  /// - Throws: ``IdempotencyError/throttled(_:)`` or ``IdempotencyError/unavailable(_:_:)`` where the table cannot be asked.
  public func record(of key: IdempotencyKey) async throws(IdempotencyError) -> IdempotencyRecord? {
    do throws(DynamoDBError) {
      let now = time.now
      guard let row = try await row(of: key, consistentRead: true) else { return nil }
      if let expiresAt = row.expiresAt, Timestamp(seconds: expiresAt) <= now { return nil }
      return row.record(of: key)
    } catch {
      throw IdempotencyError(error, on: key)
    }
  }

  /// Deletes a record, so that the work is done again by whoever asks next. One write unit for each KB.
  ///
  /// Other processes may remember its result for ``Configuration/rememberedFor``.
  ///
  /// - Parameters:
  ///   - key: the request.
  ///   - evenInProgress: also where somebody is at work, whose completion is then refused.
  /// - Returns: What was forgotten, if there was anything.
  /// - Throws: ``IdempotencyError/inProgress(_:)`` where somebody is at work, or may be: another SDK's row says neither
  ///   who nor until when.
  @discardableResult
  public func forget(
    _ key: IdempotencyKey, evenInProgress: Bool = false
  ) async throws(IdempotencyError) -> IdempotencyRecord? {
    remembered.remove(key)
    // Whoever read the record before it was deleted may have remembered it since.
    defer { remembered.remove(key) }
    let now = time.now
    do throws(DynamoDBError) {
      let item = try await client.send(plan.forget(key, now: now, evenInProgress: evenInProgress)).attributes
      return item.map { RequestRow($0, at: now).record(of: key) }
    } catch .conditionFailed(let item) {
      let end = item.flatMap { RequestRow($0, at: now).inProgressExpiresAt }
      throw .inProgress(IdempotencyHolder(key: key, until: end.map(Timestamp.init(seconds:))))
    } catch {
      throw IdempotencyError(error, on: key)
    }
  }
}
