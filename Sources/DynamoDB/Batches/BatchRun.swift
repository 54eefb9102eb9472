/// What reads and writes in batches have in common: elements, of which so many go into one request.
protocol BatchKind: Sendable {
  associatedtype Element: Sendable
  associatedtype Operation: DynamoDBOperation

  /// How many elements a request has at most.
  var maximumCount: Int { get }

  /// A bound of the bytes that an element has in the request.
  func weight(of element: Element) -> Int

  func operation(on elements: [Element]) -> Operation

  /// What the answer says is still to be done.
  func unprocessed(in output: Operation.Output) -> [Element]
}

/// How far a batch has come.
struct BatchProgress<Kind: BatchKind>: Sendable {
  var outputs: [Kind.Operation.Output] = []
  var processed = 0
  var uncertain: [Kind.Element] = []
  var unprocessed: [Kind.Element] = []
  /// Why it ended early; `nil` where everything is done.
  var interruption: BatchInterruption?

  mutating func add(_ part: Self) {
    outputs += part.outputs
    processed += part.processed
    uncertain += part.uncertain
    unprocessed += part.unprocessed
    interruption = interruption ?? part.interruption
  }
}

/// Sends a batch of any size, request by request, until it is done, its time is over, or a request fails for good.
struct BatchRun<Kind: BatchKind, Client: DynamoDBClient>: Sendable {
  let kind: Kind
  let client: Client
  let policy: BatchPolicy

  /// 16 MB for the whole request, less room for what stands around the elements.
  ///
  /// Source: *Amazon DynamoDB API Reference*, `BatchWriteItem`.
  private static var maximumWeight: Int { 16 * 1024 * 1024 - 64 * 1024 }

  /// All of it, shared out among ``BatchPolicy/concurrency`` tasks where there is more than one request to send.
  func carryOut(_ elements: [Kind.Element]) async -> BatchProgress<Kind> {
    let end = policy.time.uptime + policy.deadline
    let requests = (elements.count + kind.maximumCount - 1) / kind.maximumCount
    let tasks = min(policy.concurrency, requests)
    guard tasks > 1 else { return await carryOut(elements, until: end) }
    return await withTaskGroup(of: BatchProgress<Kind>.self) { group in
      for task in 0..<tasks {
        let part = Array(elements[elements.count * task / tasks..<elements.count * (task + 1) / tasks])
        group.addTask { await carryOut(part, until: end) }
      }
      var whole = BatchProgress<Kind>()
      for await part in group {
        whole.add(part)
        // What fails for one is likely to fail for all; what they have not sent comes back in their progress.
        if case .failed = part.interruption { group.cancelAll() }
      }
      return whole
    }
  }

  private func carryOut(_ elements: [Kind.Element], until end: Duration) async -> BatchProgress<Kind> {
    var progress = BatchProgress<Kind>()
    var queue = BatchQueue(elements)
    var setbacks = 0
    while !queue.isEmpty, progress.interruption == nil {
      if let interruption = interruption(at: end) {
        progress.interruption = interruption
        break
      }
      let sent = queue.take(atMost: kind.maximumCount, weighing: kind.weight(of:), room: Self.maximumWeight)
      var rest = sent
      do throws(DynamoDBError) {
        let output = try await client.send(kind.operation(on: sent))
        rest = kind.unprocessed(in: output)
        progress.processed += max(0, sent.count - rest.count)
        progress.outputs.append(output)
      } catch {
        switch error {
        case .throttled: break
        case .outcomeUnknown:
          progress.uncertain = sent
          rest = []
          progress.interruption = .failed(error)
        default: progress.interruption = .failed(error)
        }
      }
      queue.putBack(rest)
      setbacks = rest.isEmpty ? 0 : setbacks + 1
      if setbacks > 0, progress.interruption == nil {
        progress.interruption = await pause(after: setbacks, until: end)
      }
    }
    progress.unprocessed = queue.elements
    return progress
  }

  private func interruption(at end: Duration) -> BatchInterruption? {
    if Task.isCancelled { return .failed(.cancelled) }
    return policy.time.uptime < end ? nil : .deadline
  }

  /// Waits; or says at once that there is no time for it.
  private func pause(after setbacks: Int, until end: Duration) async -> BatchInterruption? {
    let delay = policy.delay(after: setbacks)
    guard policy.time.uptime + delay < end else { return .deadline }
    do {
      try await policy.time.sleep(for: delay)
    } catch {
      return .failed(.cancelled)
    }
    return nil
  }
}
