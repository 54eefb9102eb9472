internal import AWSSignatures
internal import DynamoDB
import Synchronization

/// What all requests of one second with the same credentials have in common: the time as text, the scope, the key.
///
/// It is a class because every request takes it out of the cache: one reference is counted, and not seven strings.
final class SigningContext: Sendable {
  let stamp: String
  let scope: String
  let key: SigningKey
  let accessKeyID: String
  let sessionToken: String?
  /// Whether the session token is signed as it stands.
  let isCanonical: Bool

  fileprivate let second: Int64
  fileprivate let secretAccessKey: String
  fileprivate let day: String

  init(_ credentials: Credentials, region: Region, service: String, now: Timestamp, previous: SigningContext? = nil) {
    let time = SigningTime(now)
    second = now.secondsRoundedDown
    day = time.day
    stamp = time.stamp
    accessKeyID = credentials.accessKeyID
    sessionToken = credentials.sessionToken
    isCanonical = credentials.sessionToken.map(CanonicalRequest.isCanonicalValue) ?? true
    secretAccessKey = credentials.secretAccessKey
    let scope = SigningScope(day: time.day, region: region.name, service: service)
    self.scope = scope.text
    // Deriving a key costs four times what signing with it does, and it changes only with the secret and the day.
    if let previous, previous.secretAccessKey == secretAccessKey, previous.day == day {
      key = previous.key
    } else {
      key = SigningKey(secret: secretAccessKey, scope: scope)
    }
  }

  func isGood(for credentials: Credentials, at second: Int64) -> Bool {
    self.second == second && accessKeyID == credentials.accessKeyID && sessionToken == credentials.sessionToken
      && secretAccessKey == credentials.secretAccessKey
  }
}

/// Keeps the last ``SigningContext`` of one region and service.
final class SigningContextCache: Sendable {
  private let region: Region
  private let service: String
  private let last = Mutex<SigningContext?>(nil)

  init(region: Region, service: String) {
    self.region = region
    self.service = service
  }

  func context(for credentials: Credentials, now: Timestamp) -> SigningContext {
    let second = now.secondsRoundedDown
    return last.withLock { last in
      if let last, last.isGood(for: credentials, at: second) { return last }
      let context = SigningContext(credentials, region: region, service: service, now: now, previous: last)
      last = context
      return context
    }
  }
}
