internal import DynamoDB

/// How one attempt failed, and what follows from it.
enum AttemptFailure: Error, Hashable, Sendable {
  case credentials(CredentialsError)
  case transport(TransportError)
  /// The service's own error, with its HTTP status.
  case refused(DynamoDBError, status: Int)
  /// An answer that nobody can trust: a wrong checksum, or not the operation's JSON.
  case unreadable(String, status: Int)
}

extension AttemptFailure {
  /// Whether the operation may have been carried out all the same.
  ///
  /// An error with a status of 400 to 499 says that it was not. One of 500 and more says nothing: of a write that
  /// got a 500, DynamoDB says itself that it may have succeeded.
  ///
  /// Source: *Amazon DynamoDB Developer Guide*, "Error handling with DynamoDB", HTTP status code 5xx.
  var mayHaveBeenDone: Bool {
    switch self {
    case .credentials: false
    case .transport(let error): error.mayHaveArrived
    case .refused(.throttled, _): false
    // It is being carried out at this very moment.
    case .refused(.transactionInProgress, _): true
    case .refused(_, let status): !(400..<500).contains(status)
    case .unreadable: true
    }
  }

  /// Whether another attempt may go better.
  var isTransient: Bool {
    switch self {
    case .credentials, .transport(.cancelled): false
    case .transport, .unreadable: true
    case .refused(let error, let status): Self.transientStatuses.contains(status) || error.isTransient
    }
  }

  /// Whether a time limit ended the attempt.
  var isTimeout: Bool {
    if case .transport(.timedOut) = self { true } else { false }
  }

  /// The statuses that AWS SDKs repeat, and 429, which gateways answer where AWS throttles with 400.
  private static let transientStatuses: Set<Int> = [429, 500, 502, 503, 504]
}

extension AttemptFailure: CustomStringConvertible {
  var description: String {
    switch self {
    case .credentials(let error): "\(error)"
    case .transport(let error): "\(error)"
    case .refused(let error, let status): "HTTP \(status), \(error)"
    case .unreadable(let reason, _): "the answer cannot be trusted: \(reason)"
    }
  }
}

extension DynamoDBError {
  /// Whether the same request may be accepted a moment later, because it was only its time that was wrong.
  fileprivate var isTransient: Bool {
    switch self {
    case .throttled, .transactionConflict, .transactionInProgress: true
    case .transactionCanceled(let reasons): reasons.areTransient
    case .service(let code, _, _): Self.transientCodes.contains(code)
    default: false
    }
  }

  /// The codes that AWS SDKs repeat in standard mode and that have no case of their own.
  ///
  /// Source: *AWS SDKs and Tools Reference Guide*, "Retry behavior"; `ReplicatedWriteConflictException` from the
  /// *Amazon DynamoDB Developer Guide*, "Error handling with DynamoDB".
  static let transientCodes: Set<String> = [
    "BandwidthLimitExceeded", "EC2ThrottledException", "InternalServerError", "LimitExceededException",
    "PriorRequestNotComplete", "ReplicatedWriteConflictException", "RequestThrottled", "RequestThrottledException",
    "RequestTimeout", "RequestTimeoutException", "SlowDown", "ThrottledException", "Throttling",
    "TooManyRequestsException",
  ]
}

extension [CancellationReason] {
  /// Whether the transaction was cancelled by others' work or by too little capacity, and by nothing else.
  fileprivate var areTransient: Bool {
    let codes = map(\.code).filter { $0 != .none }
    return !codes.isEmpty
      && codes.allSatisfy { [.transactionConflict, .provisionedThroughputExceeded, .throttling].contains($0) }
  }
}
