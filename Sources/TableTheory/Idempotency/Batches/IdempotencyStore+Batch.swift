public import DynamoDB

/// One message of a batch, with what makes it the same message when it comes again.
public struct IdempotentMessage<Content: Sendable>: Sendable {
  /// How the queue calls this delivery, which is what it is told of a failure.
  public let id: String
  /// What makes it the same message when it comes again.
  public let key: IdempotencyKey
  /// What it asks for.
  public let payload: IdempotencyPayload
  /// What the work is given.
  public let content: Content

  /// A message of its parts.
  public init(id: String, key: IdempotencyKey, payload: IdempotencyPayload, _ content: Content) {
    self.id = id
    self.key = key
    self.payload = payload
    self.content = content
  }
}

extension IdempotencyStore {
  /// Does the work of each message once, whatever becomes of the others.
  ///
  /// A message that fails has to come again; one that is in progress elsewhere as well, since nobody knows yet how it ends.
  /// Two messages with one key in a batch: the later one finds the earlier one's result, or comes again.
  ///
  /// Tell the queue ``IdempotentBatch/failures``, which the batch also encodes itself as. A message that is refused for
  /// ever, for another payload say, comes again until the queue's redrive policy takes it out.
  ///
  /// Each message that is tried costs what ``perform(_:payload:inProgressFor:until:retainFor:waitingUpTo:renewingUpTo:_:)``
  /// does: two write units a first one whose result is small, one a replay. Nothing is thrown: each message's error is in its
  /// outcome.
  ///
  /// - Parameters:
  ///   - messages: in the order in which they are tried.
  ///   - inProgressFor: how long others wait where this worker dies; the store's own time without it.
  ///   - retainFor: how long a result is kept; the store's own time without it.
  ///   - atOnce: how many are worked on at a time.
  ///   - inOrder: stops at the first failure, as a FIFO queue needs it; one at a time then.
  ///   - deadline: when the platform stops this worker. What is not begun by then is not tried.
  ///   - work: as for one message; an error of it frees that message's key.
  public func perform<Content: Sendable, Value: Codable & Sendable>(
    _ messages: [IdempotentMessage<Content>], atOnce: Int = 1, inOrder: Bool = false, inProgressFor: Duration? = nil,
    until deadline: Timestamp? = nil, retainFor: Duration? = nil,
    _ work: @escaping @Sendable (Content, IdempotencyClaim) async throws -> Value
  ) async -> IdempotentBatch<Value> {
    let batch = BatchWork(
      store: self, messages: messages, inProgressFor: inProgressFor, deadline: deadline, retainFor: retainFor,
      work: work)
    let outcomes = inOrder ? await batch.inOrder() : await batch.inAnyOrder(atOnce: max(1, atOnce))
    return IdempotentBatch(
      entries: zip(messages, outcomes).map { message, outcome in .init(id: message.id, outcome: outcome) })
  }
}

private struct BatchWork<Content: Sendable, Value: Codable & Sendable>: Sendable {
  typealias Outcome = IdempotentBatch<Value>.Outcome

  var store: IdempotencyStore
  var messages: [IdempotentMessage<Content>]
  var inProgressFor: Duration?
  var deadline: Timestamp?
  var retainFor: Duration?
  var work: @Sendable (Content, IdempotencyClaim) async throws -> Value

  func inOrder() async -> [Outcome] {
    var outcomes: [Outcome] = []
    for message in messages {
      let outcome = await outcome(of: message)
      outcomes.append(outcome)
      guard case .done = outcome else { break }
    }
    return outcomes + Array(repeating: .notTried, count: messages.count - outcomes.count)
  }

  func inAnyOrder(atOnce: Int) async -> [Outcome] {
    await withTaskGroup(of: (Int, Outcome).self) { group in
      var outcomes = Array(repeating: Outcome.notTried, count: messages.count)
      var waiting = messages.indices.makeIterator()
      for _ in 0..<atOnce { add(waiting.next(), to: &group) }
      for await (index, outcome) in group {
        outcomes[index] = outcome
        add(waiting.next(), to: &group)
      }
      return outcomes
    }
  }

  private func add(_ index: Int?, to group: inout TaskGroup<(Int, Outcome)>) {
    guard let index else { return }
    group.addTask { (index, await outcome(of: messages[index])) }
  }

  private func outcome(of message: IdempotentMessage<Content>) async -> Outcome {
    if Task.isCancelled { return .notTried }
    if let deadline, deadline <= store.time.now { return .notTried }
    do throws(IdempotentWorkError<Value, any Error>) {
      return .done(
        try await store.perform(
          message.key, payload: message.payload, inProgressFor: inProgressFor, until: deadline, retainFor: retainFor
        ) { claim in try await work(message.content, claim) })
    } catch {
      return .failed(error)
    }
  }
}
