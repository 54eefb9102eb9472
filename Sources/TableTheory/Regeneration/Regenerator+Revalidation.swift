public import DynamoDB

extension Regenerator {
  /// Makes a page anew because a message asks for it, at most once for each request, however often the message is delivered
  /// and to however many workers: the request's record completes in the transaction that publishes the page.
  ///
  ///     let request = IdempotencyKey.revalidation(of: "home", after: entry.version ?? 0, deploy: "42")
  ///     let result = try await regenerator.revalidate("home", once: request, in: requests, until: deadline) { lease in
  ///       let body = try await render("home")
  ///       return Publication(objectKey: try await bodies.store(body), revalidateAfter: .seconds(60))
  ///     }
  ///
  /// A page that is fresh, or that somebody else makes meanwhile, is new enough: the record completes with it, and nothing
  /// is rendered. A page whose content has changed is to be invalidated before the message is sent. Nothing old is
  /// served here: where the page could not be rendered or published the request is free, and the message that is
  /// delivered again makes the next attempt, after the pause that ``Configuration/retry`` asks for.
  ///
  /// First the record, then the lease: a first call costs a write unit for the record, what a regeneration costs, and two
  /// write units more in its transaction. A replay costs one, or none where this process remembers it.
  ///
  /// - Parameters:
  ///   - request: what makes two messages the same: ``IdempotencyKey``.
  ///   - requests: on the same table as the pages, or beside it in the same account and Region.
  ///   - deadline: when the platform stops this worker, Lambda's deadline say.
  ///   - waiting: how long to wait where another worker is at the same request; without it such a call is refused.
  /// - Returns: The name of the page's object, and whether an earlier call had made it.
  /// - Throws: ``IdempotentWorkError``. Its ``IdempotentWorkError/failed(_:isReplayed:)`` has what `render` threw, a
  ///   ``RegenerationError``, or the ``PublishError`` of what could not be published.
  @discardableResult
  public func revalidate(
    _ key: CacheKey, once request: IdempotencyKey, in requests: IdempotencyStore, until deadline: Timestamp? = nil,
    waitingUpTo waiting: Duration = .zero, render: @escaping @Sendable (Lease) async throws -> Publication
  ) async throws(IdempotentWorkError<String, any Error>) -> IdempotentResult<String> {
    try await requests.perform(request, payload: .none, until: deadline, waitingUpTo: waiting) {
      (claim) async throws(any Error) -> String in
      try await revalidate(key, for: claim, in: requests, render: render)
    }
  }

  private func revalidate(
    _ key: CacheKey, for claim: IdempotencyClaim, in requests: IdempotencyStore, render: Render
  ) async throws -> String {
    let regenerator = apart { configuration in
      configuration.contention = .wait
      configuration.failedRender = .throwError
      configuration.lastKnownFor = .zero
    }
    let page = try await regenerator.entry(for: key) { lease in
      var publication = try await render(lease)
      publication.completing = await requests.completion(of: claim, with: publication.objectKey)
      return publication
    }
    switch page.source {
    case .fresh, .rendered, .renderedElsewhere: return page.entry.objectKey
    case .unpublished(let error): throw error
    case .staleAfterFailure(let failure): throw failure.error
    case .staleUnavailable(let error): throw RegenerationError.notAcquired(error)
    case .lastKnown(let error): throw RegenerationError.unavailable(key, error)
    case .stale(let holder): throw RegenerationError.timedOut(key, holder)
    case .staleRefreshing: throw RegenerationError.timedOut(key, nil)
    }
  }
}
