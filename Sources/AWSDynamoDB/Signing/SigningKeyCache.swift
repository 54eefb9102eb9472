import Synchronization

/// Keeps the last signing key: deriving one costs four times what signing with it does, and it changes only with
/// the secret, the day and the region.
final class SigningKeyCache: Sendable {
  private struct Entry {
    var secret: String
    var scope: SigningScope
    var key: SigningKey
  }

  private let entry = Mutex<Entry?>(nil)

  func key(secret: String, scope: SigningScope) -> SigningKey {
    entry.withLock { entry in
      if let entry, entry.secret == secret, entry.scope == scope { return entry.key }
      let key = SigningKey(secret: secret, scope: scope)
      entry = Entry(secret: secret, scope: scope, key: key)
      return key
    }
  }
}
