internal import DynamoDB

extension DynamoDBError {
  /// The error's code, if it is one that this package or DynamoDB's documentation names.
  var boundedCode: String {
    if case .service(let code, _, _) = self, !Self.documentedCodes.contains(code), !Self.transientCodes.contains(code) {
      return "_OTHER"
    }
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
