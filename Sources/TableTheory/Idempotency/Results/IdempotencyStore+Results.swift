import DynamoDB

extension IdempotencyStore {
  /// The result of a completed record. Costs nothing where it is in the row, otherwise a look into the results' store.
  ///
  /// - Throws: ``IdempotencyError/unreadable(_:until:_:)`` where there is none, it is lost, or it is no `Value`;
  ///   ``IdempotencyError/resultUnavailable(_:_:)`` where its store could not be asked.
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
    do throws(BodyStoreError) {
      return try await results.get(try BodyName(name))
    } catch {
      switch error {
      case .missing, .corrupt, .invalid: throw unreadable(record, "its result is lost: \(error)")
      case .denied, .unavailable, .cancelled: throw .resultUnavailable(record.key, error)
      }
    }
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
    // A name of its own each time, that no store shows a token in: a sweep may be about to delete an older one.
    if let results,
      let name = try? await results.store(
        json, label: "result", publication: tokens.next(), contentType: "application/json")
    {
      return RecordedResult(place: .object(name.text), isError: isError)
    }
    return json.count <= Self.largestResultInRow ? inRow : RecordedResult(place: .none, isError: isError)
  }
}
