public import DynamoDB

/// Why there is no page to serve.
public enum RegenerationError: Error, Hashable, Sendable {
  /// The table could not be read.
  case unavailable(CacheKey, DynamoDBError)
  /// The lease could not be asked for.
  case notAcquired(LeaseError)
  /// Somebody else was rendering, or the table was throttled, for longer than the caller wanted to wait.
  case timedOut(CacheKey, LeaseHolder?)
  /// The last render failed a short time ago, and the page is not tried again yet.
  case failedRecently(CacheKey, RenderFailure)
}
