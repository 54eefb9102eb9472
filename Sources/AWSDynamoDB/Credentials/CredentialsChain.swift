import Synchronization

/// Looks in one place after the other, and from then on only where credentials were found.
final class CredentialsChain: CredentialsProvider {
  private let sources: [any CredentialsSource]
  private let winner = Mutex<Int?>(nil)

  init(_ sources: [any CredentialsSource]) { self.sources = sources }

  /// The place where credentials were found.
  var source: String? { winner.withLock { $0 }.map { sources[$0].name } }

  func credentials() async throws(CredentialsError) -> Credentials {
    if let known = winner.withLock({ $0 }) { return try await again(sources[known]) }
    var places: [String] = []
    for (index, source) in sources.enumerated() {
      switch try await look(in: source) {
      case .found(let credentials):
        winner.withLock { $0 = index }
        return credentials
      case .nothing(let reason): places.append("\(source.name): \(reason)")
      }
    }
    throw CredentialsError("looked in \(places.count) places; " + places.joined(separator: "; "))
  }

  private func again(_ source: any CredentialsSource) async throws(CredentialsError) -> Credentials {
    switch try await look(in: source) {
    case .found(let credentials): return credentials
    case .nothing(let reason): throw CredentialsError("\(source.name), which had some before: \(reason)")
    }
  }

  private func look(in source: any CredentialsSource) async throws(CredentialsError) -> CredentialsFinding {
    do throws(CredentialsError) {
      return try await source.find()
    } catch {
      throw CredentialsError("\(source.name): \(error.message)")
    }
  }
}
