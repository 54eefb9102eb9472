internal import DynamoDB

extension CredentialsProvider {
  /// ``credentials()``, waited for no longer than `limit`: then the task that asks is cancelled.
  func credentials(within limit: Duration, of time: any TimeSource) async throws(CredentialsError) -> Credentials {
    let (first, last) = await withTaskGroup(of: Result<Credentials, CredentialsError>?.self) { group in
      group.addTask { await self.result() }
      group.addTask {
        try? await time.sleep(for: limit)
        return nil
      }
      let first = await group.next() ?? nil
      group.cancelAll()
      return (first, await group.next() ?? nil)
    }
    if let first { return try first.get() }
    // The time is up. What the provider said when it was cancelled tells where it was waiting.
    switch last {
    case .success(let credentials)?: return credentials
    case .failure(let error)? where !Task.isCancelled:
      let place = error == .cancelled ? "" : ": \(error.message)"
      throw CredentialsError("they did not come within \(limit)\(place)")
    default: throw .cancelled
    }
  }

  /// ``credentials()``, with its error as a value.
  private func result() async -> Result<Credentials, CredentialsError> {
    do throws(CredentialsError) {
      return .success(try await credentials())
    } catch {
      return .failure(error)
    }
  }
}
