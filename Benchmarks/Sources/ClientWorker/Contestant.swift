import DynamoDB

/// Something that carries out the rounds of the ``Workload``.
protocol Contestant: Sendable {
  /// One round, request after request; `finished` is called after each with the time that it took.
  func round(_ finished: (Duration) -> Void) async throws
  func shutdown() async throws
}

/// Times one request.
func timed(_ finished: (Duration) -> Void, _ request: () async throws -> Void) async throws {
  let start = ContinuousClock.now
  try await request()
  finished(start.duration(to: .now))
}
