import DynamoDB

extension IdempotencyStore {
  /// The result of a completed record. Costs nothing where it is in the row, otherwise a look into the ``ResultStore``.
  ///
  /// - Throws: ``IdempotencyError/unreadable(_:until:_:)`` where there is none, or it is no `Value`.
  public func result<Value: Decodable>(
    of record: IdempotencyRecord, as type: Value.Type
  ) async throws(IdempotencyError) -> Value {
    let json: [UInt8]
    switch record.result.place {
    case .none: throw unreadable(record, "no result was kept")
    case .row(let text): json = Array(text.utf8)
    case .object(let name): json = try await body(named: name, of: record)
    }
    guard let value = ResultJSON.decoded(json, as: type) else {
      throw unreadable(record, "its result is no \(type)")
    }
    return value
  }

  private func body(named name: String, of record: IdempotencyRecord) async throws(IdempotencyError) -> [UInt8] {
    guard let results else { throw unreadable(record, "its result is in a store, and there is none here") }
    let body: [UInt8]?
    do { body = try await results.body(named: name) } catch {
      throw unreadable(record, "its result could not be fetched: \(error)")
    }
    guard let body else { throw unreadable(record, "its result is not in the store any more") }
    return body
  }

  private func unreadable(_ record: IdempotencyRecord, _ reason: String) -> IdempotencyError {
    .unreadable(record.key, until: record.expiresAt, reason)
  }

  /// Finds a place for a result. The work is done, so that this never fails: what nobody can keep is not kept, which
  /// ``IdempotentResult/isKept`` says.
  func place(_ value: some Encodable, isError: Bool = false) async -> RecordedResult {
    guard let json = ResultJSON.encoded(value) else { return RecordedResult(place: .none, isError: isError) }
    let inRow = RecordedResult(place: .row(String(decoding: json, as: UTF8.self)), isError: isError)
    if json.count <= rowLimit { return inRow }
    if let results, let name = try? await results.store(json) {
      return RecordedResult(place: .object(name), isError: isError)
    }
    return json.count <= Self.largestResultInRow ? inRow : RecordedResult(place: .none, isError: isError)
  }
}
