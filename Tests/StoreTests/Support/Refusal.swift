import DynamoDB
import Testing

/// The error that `body` throws, or an issue where it throws none.
func refusal(
  sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws -> Void
) async throws -> DynamoDBError {
  let error = await #expect(throws: DynamoDBError.self, sourceLocation: sourceLocation) { try await body() }
  return try #require(error, sourceLocation: sourceLocation)
}

extension DynamoDBError {
  var isValidation: Bool { if case .validation = self { true } else { false } }
  var isResourceNotFound: Bool { if case .resourceNotFound = self { true } else { false } }
  var isResourceInUse: Bool { if case .resourceInUse = self { true } else { false } }
  var isParameterMismatch: Bool { if case .idempotentParameterMismatch = self { true } else { false } }
  var isOutcomeUnknown: Bool { if case .outcomeUnknown = self { true } else { false } }

  /// The reasons of a cancelled transaction.
  var reasons: [CancellationReason]? { if case .transactionCanceled(let reasons) = self { reasons } else { nil } }
}
