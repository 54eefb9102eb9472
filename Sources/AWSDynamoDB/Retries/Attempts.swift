internal import DynamoDB

/// The attempts at one operation so far, and what the caller is told in the end.
struct Attempts: Hashable, Sendable {
  let repeatability: Repeatability
  private(set) var failures = 0
  /// Whether one of them may have been carried out.
  private(set) var mayHaveBeenDone = false
  /// How many were made after the first.
  var retries = 0
  /// DynamoDB's name of the last one, where somebody wants to know it.
  var requestID: String?

  init(_ repeatability: Repeatability) { self.repeatability = repeatability }

  mutating func record(_ failure: AttemptFailure) {
    failures += 1
    mayHaveBeenDone = mayHaveBeenDone || failure.mayHaveBeenDone
  }

  /// The error to end with, `failure` being the last one and recorded.
  ///
  /// Once a write may have been carried out, a later attempt's error says nothing of the first: its condition may
  /// have failed because of what the first one wrote, its table be there because the first one made it. So it is
  /// ``DynamoDBError/outcomeUnknown(_:)``, unless the service knew the request by its token.
  func error(after failure: AttemptFailure) -> DynamoDBError {
    if case .refused(.transactionInProgress(let message), _) = failure { return .transactionInProgress(message) }
    if repeatability.isWrite && mayHaveBeenDone {
      if case .refused(let error, _) = failure, repeatability == .token, error.settlesTransaction { return error }
      return .outcomeUnknown(account(of: failure))
    }
    return switch failure {
    case .credentials(let error): .unavailable("\(error)")
    case .transport(.cancelled): .cancelled
    case .transport: .unavailable(account(of: failure))
    case .refused(let error, _): error
    case .unreadable(_, let status): .service(code: "Unrecognized", status: status, message: "\(failure)")
    }
  }

  /// The error to end with where the task was cancelled between two attempts.
  var errorWhenCancelled: DynamoDBError {
    repeatability.isWrite && mayHaveBeenDone
      ? .outcomeUnknown("the task was cancelled after an attempt that may have been carried out") : .cancelled
  }

  private func account(of last: AttemptFailure) -> String {
    failures == 1 ? "\(last)" : "\(failures) attempts failed, the last one so: \(last)"
  }
}

extension DynamoDBError {
  /// Whether this answer to a transaction's repetition says that the first attempt was not carried out either.
  ///
  /// Had it been, DynamoDB would know its token and answer with success, or that it is still in progress.
  ///
  /// Source: *Amazon DynamoDB API Reference*, `TransactWriteItems`, "ClientRequestToken".
  fileprivate var settlesTransaction: Bool {
    switch self {
    case .transactionCanceled(let reasons):
      reasons.contains { [.conditionalCheckFailed, .validation, .itemCollectionSizeLimitExceeded].contains($0.code) }
    case .idempotentParameterMismatch, .validation: true
    default: false
    }
  }
}
