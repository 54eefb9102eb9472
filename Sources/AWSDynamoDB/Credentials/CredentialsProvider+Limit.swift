internal import DynamoDB

extension CredentialsProvider {
  /// ``credentials()``, waited for no longer than `limit`: then the task that asks is cancelled.
  func credentials(within limit: Duration, of time: any TimeSource) async throws(CredentialsError) -> Credentials {
    let first = await withTaskGroup(of: Result<Credentials, CredentialsError>.self) { group in
      group.addTask { await self.fetched() }
      group.addTask { await Self.timeIsUp(after: limit, of: time) }
      defer { group.cancelAll() }
      return await group.next()
    }
    guard let first else { throw .cancelled }
    return try first.get()
  }

  private func fetched() async -> Result<Credentials, CredentialsError> {
    do throws(CredentialsError) {
      return .success(try await credentials())
    } catch {
      return .failure(error)
    }
  }

  private static func timeIsUp(
    after limit: Duration, of time: any TimeSource
  ) async -> Result<Credentials, CredentialsError> {
    do {
      try await time.sleep(for: limit)
      return .failure(CredentialsError("they did not come within \(limit)"))
    } catch {
      return .failure(.cancelled)
    }
  }
}

extension CredentialsError {
  static let cancelled = CredentialsError("the task was cancelled while they were being fetched")
}
