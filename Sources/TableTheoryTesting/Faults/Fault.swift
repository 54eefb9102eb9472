/// What can go wrong with one request, or with the worker that sends it.
public enum Fault: Hashable, Sendable {
  /// It never arrives, and the caller does not know.
  case requestLost
  /// It is carried out, and the caller does not know.
  case responseLost
  /// It is carried out, and the answer takes so much longer.
  case responseLate(by: Duration)
  /// It is carried out, and so much later once more.
  case duplicated(after: Duration)
  /// The caller gives up; so much later it is carried out all the same.
  case requestLate(by: Duration)
  /// The table is asked too much: nothing is written.
  case throttled
  /// Another transaction is at work on the item: nothing is written.
  case conflict
  /// A status of 500, which says nothing about what was written.
  case serverError(carriedOut: Bool)
  /// The worker is gone, before its request was sent or after it was carried out.
  case crash(carriedOut: Bool)
  /// The worker stands still for so long, before it sends or before it sees the answer.
  case freeze(Duration, beforeSending: Bool)
}

extension Fault {
  /// What can go wrong.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// The request does not arrive, and no answer comes.
    case requestLost = "request-lost"
    /// It is carried out, and no answer comes.
    case responseLost = "response-lost"
    /// It is carried out, and the answer comes late.
    case responseLate = "response-late"
    /// It is carried out twice.
    case duplicated
    /// It is carried out when nobody waits for it any more.
    case requestLate = "request-late"
    /// It is refused: throttled.
    case throttled
    /// It is refused: another transaction is at work.
    case conflict
    /// A status of 500, with or without the write.
    case serverError = "server-error"
    /// The worker dies, before or after the write.
    case crash
    /// The worker stands still for some time.
    case freeze
  }

  /// What kind of fault it is.
  public var kind: Kind {
    switch self {
    case .requestLost: .requestLost
    case .responseLost: .responseLost
    case .responseLate: .responseLate
    case .duplicated: .duplicated
    case .requestLate: .requestLate
    case .throttled: .throttled
    case .conflict: .conflict
    case .serverError: .serverError
    case .crash: .crash
    case .freeze: .freeze
    }
  }
}

extension Fault: CustomStringConvertible {
  public var description: String {
    switch self {
    case .requestLost: "the request is lost"
    case .responseLost: "the response is lost"
    case .responseLate(let time): "the response is late by \(time)"
    case .duplicated(let time): "a copy arrives after \(time)"
    case .requestLate(let time): "the request is late by \(time), nobody waits for it"
    case .throttled: "throttled"
    case .conflict: "another transaction is at work"
    case .serverError(let carriedOut): carriedOut ? "status 500, carried out" : "status 500, not carried out"
    case .crash(let carriedOut): carriedOut ? "the worker crashes after sending" : "the worker crashes before sending"
    case .freeze(let time, let before):
      "the worker freezes for \(time) \(before ? "before sending" : "before the answer")"
    }
  }
}
