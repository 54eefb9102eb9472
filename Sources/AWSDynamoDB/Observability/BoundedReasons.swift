internal import DynamoDB

// What an error is called in metrics: one of a few words, whatever the other side sends.

extension DynamoDBError {
  /// The error's code, if it is one that this package or DynamoDB's documentation names.
  var boundedCode: String {
    if case .service(let code, _, _) = self, !Self.documentedCodes.contains(code) { return "_OTHER" }
    return code
  }

  /// Source: *Amazon DynamoDB Developer Guide*, "Error handling with DynamoDB".
  private static let documentedCodes: Set<String> = [
    "AccessDeniedException", "BackupInUseException", "ExpiredTokenException", "IncompleteSignature",
    "IncompleteSignatureException", "InternalServerError", "InvalidSignatureException",
    "ItemCollectionSizeLimitExceededException", "LimitExceededException", "MissingAuthenticationToken",
    "MissingAuthenticationTokenException", "ReplicatedWriteConflictException", "RequestEntityTooLarge",
    "ServiceUnavailable", "TableAlreadyExistsException", "TableInUseException", "TableNotFoundException",
    "UnknownOperationException", "Unrecognized", "UnrecognizedClientException",
  ]
}

extension AttemptFailure {
  /// Why an attempt failed, in a word.
  var reason: String {
    switch self {
    case .credentials: "credentials"
    case .transport(.notSent): "connection"
    case .transport(.answerLost): "answer_lost"
    case .transport(.timedOut): "timeout"
    case .transport(.cancelled): "cancelled"
    case .unreadable: "answer_unreadable"
    case .refused(let error, _): error.boundedCode
    }
  }
}
