import DynamoDB

@testable import Command

/// Facts of runs that never were: times in seconds, everything else short.
extension PageHistory.Acquisition {
  static func invented(_ fence: Int64, worker: Int, token: String? = nil) -> Self {
    Self(
      fence: fence, token: token ?? "token \(fence)", worker: worker,
      expiresAt: Timestamp(seconds: 100))
  }
}

extension Generation {
  static func invented(_ fence: Int64, version: Int64, freshUntil: Int64 = 0) -> Self {
    Self(fence: fence, version: version, freshUntil: Timestamp(seconds: freshUntil))
  }
}

extension PageHistory {
  /// A render under a lease of its own, without an end.
  mutating func rendering(_ fence: Int64, by worker: Int, at second: Int64 = 50) {
    acquired(.invented(fence, worker: worker))
    renderStarted(fence: fence, worker: worker, at: Timestamp(seconds: second))
  }

  /// A visitor who comes after all others have gone.
  mutating func visited(_ generation: Int64, isCurrent: Bool = true) {
    let floor = responseBegins()
    responseEnded(generation: generation, floor: floor, isHit: false, isCurrent: isCurrent)
  }
}
