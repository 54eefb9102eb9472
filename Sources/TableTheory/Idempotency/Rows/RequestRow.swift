import DynamoDB

extension RowKey {
  static func request(_ id: String) -> String { "REQ#" + id }
}

extension Attribute {
  // REQ, beside `status`
  static let requestHash = "request_hash"
  static let resultObjectKey = "result_s3_key"
  static let ownerToken = "owner_token"
  static let inProgressExpiresAt = "in_progress_expires_at"
  static let expiresAt = "expires_at"
  static let result = "result"
  static let resultIsError = "result_is_error"
  static let wasCutOff = "was_cut_off"
}

/// A REQ row as it is read, by whomever it was written.
struct RequestRow: Hashable, Sendable {
  enum Status: String {
    case started = "STARTED"
    case completed = "COMPLETED"
    case failed = "FAILED"
  }

  var hash: String?
  /// `nil` for a word that is none of the three: somebody may be at work.
  var status: Status?
  var ownerToken: String?
  /// Epoch seconds; `nil` where the row has no number there, or one that no work lasts to.
  var inProgressExpiresAt: Int64?
  /// Epoch seconds: `expires_at`, on other SDKs' rows `ttl`; `nil` where neither is a time that a record is kept to.
  var expiresAt: Int64?
  var result: RecordedResult
  /// Whoever gave it up had done a part of it, or may have, or was told so himself.
  var wasCutOff: Bool

  init(_ item: Item, at now: Timestamp) {
    let plausible = { (attribute: String, latest: Int64) -> Int64? in
      item[attribute]?.number.flatMap(LockRow.roundedUp).flatMap { $0 <= latest ? $0 : nil }
    }
    hash = item[Attribute.requestHash]?.string
    status = item[Attribute.status]?.string.flatMap(Status.init)
    ownerToken = item[Attribute.ownerToken]?.string
    inProgressExpiresAt = plausible(Attribute.inProgressExpiresAt, RequestPlan.latestInProgress(at: now))
    let latest = RequestPlan.latestExpiry(at: now)
    expiresAt = plausible(Attribute.expiresAt, latest) ?? plausible(Attribute.timeToLive, latest)
    result = RecordedResult(item)
    wasCutOff = item[Attribute.wasCutOff] == .bool(true)
  }

  /// Whether a worker may be at work, or has died at it.
  var isUndecided: Bool { status != .completed && status != .failed }

  /// Whether parts of the work may be done, as far as the row knows.
  var mayBeHalfDone: Bool { isUndecided || wasCutOff }

  func record(of key: IdempotencyKey) -> IdempotencyRecord {
    IdempotencyRecord(
      key: key, state: status == .completed ? .completed : status == .failed ? .failed : .started, payloadHash: hash,
      inProgressUntil: inProgressExpiresAt.map(Timestamp.init(seconds:)),
      expiresAt: expiresAt.map(Timestamp.init(seconds:)), result: result)
  }
}

/// What a completed record has to give.
struct RecordedResult: Hashable, Sendable {
  enum Place: Hashable, Sendable {
    /// Other SDKs' records, and results for which there was no room.
    case none
    /// JSON in the row itself.
    case row(String)
    /// JSON under this name in a ``BodyStore``.
    case object(String)
  }

  var place: Place
  /// Whether it is an error to throw again.
  var isError: Bool

  static let none = RecordedResult(place: .none, isError: false)

  init(place: Place, isError: Bool) {
    self.place = place
    self.isError = isError
  }

  init(_ item: Item) {
    if let text = item[Attribute.result]?.string {
      place = .row(text)
    } else {
      place = item[Attribute.resultObjectKey]?.string.map { .object($0) } ?? .none
    }
    if case .bool(true) = item[Attribute.resultIsError] { isError = true } else { isError = false }
  }
}
