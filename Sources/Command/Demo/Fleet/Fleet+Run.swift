import DynamoDB

extension Fleet {
  /// Starts all workers and listens to them until they end, or the task is cancelled.
  ///
  /// - Parameter onReady: called once, when all of them take requests.
  static func run(
    _ workers: [WorkerProcess], time: any TimeSource, onReady: @escaping @Sendable () -> Void
  ) async throws {
    let (readiness, ready) = AsyncStream.makeStream(of: Void.self)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for worker in workers {
        group.addTask { try await worker.run { ready.yield() } }
      }
      group.addTask {
        try await withTimeout(startLimit, time: time) {
          var missing = workers.count
          for await _ in readiness {
            missing -= 1
            if missing == 0 { return onReady() }
          }
        }
      }
      // Not waitForAll(), which keeps the first error until all others have ended as well.
      while try await group.next() != nil {}
    }
  }

  private static var startLimit: Duration { .seconds(30) }

  private static func withTimeout(
    _ limit: Duration, time: any TimeSource, _ body: @escaping @Sendable () async -> Void
  ) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { await body() }
      group.addTask {
        try await time.sleep(for: limit)
        throw Failure("the workers did not start within \(limit.inSeconds): the machine is busy, try fewer --workers")
      }
      defer { group.cancelAll() }
      try await group.next()
    }
  }
}
