/// Which of the work's errors are results, and how they are kept.
struct RecordedFailure<Failure: Error>: Sendable {
  private let encode: @Sendable (Failure, IdempotencyStore) async -> RecordedResult?
  private let decode: @Sendable (IdempotencyRecord, IdempotencyStore) async throws(IdempotencyError) -> Failure

  /// None of them.
  static var none: RecordedFailure {
    RecordedFailure(
      encode: { _, _ in nil },
      decode: { record, _ throws(IdempotencyError) in
        throw .unreadable(record.key, until: record.expiresAt, "its result is an error")
      })
  }

  private init(
    encode: @escaping @Sendable (Failure, IdempotencyStore) async -> RecordedResult?,
    decode: @escaping @Sendable (IdempotencyRecord, IdempotencyStore) async throws(IdempotencyError) -> Failure
  ) {
    self.encode = encode
    self.decode = decode
  }

  init(where isRecorded: @escaping @Sendable (Failure) -> Bool) where Failure: Codable {
    encode = { error, store in isRecorded(error) ? await store.place(error, isError: true) : nil }
    decode = { record, store throws(IdempotencyError) in try await store.result(of: record, as: Failure.self) }
  }

  func result(of error: Failure, _ store: IdempotencyStore) async -> RecordedResult? { await encode(error, store) }

  func failure(
    in record: IdempotencyRecord, _ store: IdempotencyStore
  ) async throws(IdempotencyError) -> Failure {
    try await decode(record, store)
  }
}
