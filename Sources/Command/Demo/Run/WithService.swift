/// Runs something that serves until it is cancelled, and `body` beside it once it is ready; then ends it.
///
/// - Parameter service: calls its argument once it is ready. If it fails, so does the whole call; if it returns, the
///   body goes on.
/// - Throws: what either throws; ``Failure`` where the service returned before it was ready.
func withService<Ready: Sendable, Result: Sendable>(
  _ service: @escaping @Sendable (_ ready: @escaping @Sendable (Ready) -> Void) async throws -> Void,
  _ body: @escaping @Sendable (Ready) async throws -> Result
) async throws -> Result {
  let (announcements, announcement) = AsyncStream.makeStream(of: Ready.self)
  return try await withThrowingTaskGroup(of: Result?.self) { group in
    group.addTask {
      defer { announcement.finish() }
      try await service { announcement.yield($0) }
      return nil
    }
    group.addTask {
      for await ready in announcements { return try await body(ready) }
      return nil
    }
    defer { group.cancelAll() }
    while let outcome = try await group.next() {
      if let outcome { return outcome }
    }
    try Task.checkCancellation()
    throw Failure("a service of the demo ended before it was ready")
  }
}
