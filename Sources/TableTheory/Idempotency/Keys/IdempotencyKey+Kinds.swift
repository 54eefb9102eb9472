extension IdempotencyKey {
  /// The key that a caller has chosen for its request: an `Idempotency-Key` header, an order's number.
  ///
  /// Right for: calls that the *caller* repeats, since only the caller knows that it is the same request. Each has a
  /// partition of its own, so that no partition becomes hot.
  ///
  /// What goes wrong:
  /// - An id that the *server* or a gateway made for the call (`x-amzn-RequestId`, a trace id) is another one each time
  ///   the caller tries again: nothing is ever recognised.
  /// - Without `client` two clients that choose the same id meet, and one gets the other's result if their payloads
  ///   are equal. Name the authenticated client, never one that the request claims to be.
  /// - A client that uses one id for two different requests is refused with ``IdempotencyError/mismatch(_:stored:given:)``.
  ///
  /// - Parameters:
  ///   - id: what the caller chose. Long ones are hashed.
  ///   - operation: what is done, `POST /orders`: the same id for another operation is another key.
  ///   - client: who calls.
  public static func request(_ id: String, of operation: String, by client: String? = nil) -> IdempotencyKey {
    let partition = CacheKey(KeyParts.joined(["request", operation, id]), tenant: client)
    return IdempotencyKey(KeyParts.joined([id]), on: partition)
  }

  /// The id of a queue's message.
  ///
  /// Right for: deliveries that the *queue* repeats, as SQS does where a message was not deleted in time.
  ///
  /// What goes wrong:
  /// - A producer that sends again what it was not sure of sends another message, with another id. Have it put a key
  ///   of its own into the message, and use ``request(_:of:by:)`` with that.
  /// - A message that is moved back from a dead-letter queue has a new id: its work is done again, unless its record
  ///   says that it failed.
  /// - Records have to be kept longer than the queue keeps messages (four days unless configured, fourteen at most).
  ///
  /// Source: *Amazon SQS Developer Guide*, "Learn how to configure a dead-letter queue redrive in Amazon SQS".
  public static func message(_ id: String, of queue: String) -> IdempotencyKey {
    IdempotencyKey(KeyParts.joined([id]), on: CacheKey(KeyParts.joined(["message", queue, id])))
  }

  /// "Make this page anew after version `version`": one key however many messages ask for it.
  ///
  /// Right for: revalidation by queue, where ten invalidations of a page are one piece of work. The record stands in
  /// the page's own partition, and completes in the transaction that publishes the page.
  ///
  /// What goes wrong:
  /// - Without the version the page would be made anew once, and never again until the record expires.
  /// - Without the deploy a new deploy's pages would count as made already.
  /// - An invalidation changes no version: one that arrives while the work runs, or after it, is only answered by the
  ///   next version's key. Take the version from the entry that was read *after* the invalidation.
  /// - Another SDK's write erases META's version. Take `generated_at` in seconds instead, and for a page that was never
  ///   published 0.
  public static func revalidation(of page: CacheKey, after version: Int64, deploy: String) -> IdempotencyKey {
    IdempotencyKey(KeyParts.joined(["revalidate", String(version), deploy]), on: page)
  }
}

/// Joins the parts of a key so that no two lists of parts give the same text.
enum KeyParts {
  /// A part of more bytes is hashed.
  static let longestPart = 200

  static func joined(_ parts: [String]) -> String { parts.map(text).joined(separator: "#") }

  /// `%` stands in no other part's text but as `%23` and `%25`, so a hash cannot be mistaken for a part.
  private static func text(_ part: String) -> String {
    part.utf8.count > longestPart ? "%h" + ContentHash(of: part.utf8).hexadecimal : CacheKey.escaped(part)
  }
}
