package import DynamoDB
import Synchronization

/// Believes that a request comes from somebody who has one of its secrets, or says why not.
///
/// It looks at what every request has to carry before its body is read (``claim(of:now:)``), and at the signature with
/// the body (``Claim/check(body:)``): a stranger's body is never waited for.
///
/// Only the `Authorization` header is looked at, as DynamoDB's clients send it: no signatures in the query, and the time
/// from `X-Amz-Date`.
///
/// Source: *AWS Identity and Access Management User Guide*, "Create a signed AWS API request".
package final class SignatureVerifier: Sendable {
  /// How far a request's time may be from the verifier's, in both directions.
  ///
  /// Source: the answers of DynamoDB itself: "Signature expired: ... is now earlier than ... (... - 15 min.)".
  static let window = Duration.seconds(15 * 60)

  private let secrets: [String: String]
  private let service: String
  private let keys = Mutex<[KeyName: SigningKey]>([:])

  /// - Parameter secrets: by the ids of their access keys.
  package init(secrets: [String: String], service: String = "dynamodb") {
    self.secrets = secrets
    self.service = service
  }

  /// What a request claims with its headers, if that can be.
  package func claim(of head: SignedHead, now: Timestamp) throws(SignatureError) -> Claim {
    guard let text = head.value(of: "authorization") else { throw .missing }
    let authorization = try AuthorizationHeader(text)
    guard let stamp = head.value(of: "x-amz-date") else {
      throw .incomplete("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.")
    }
    guard let moment = SigningTime.moment(ofStamp: stamp) else {
      throw .incomplete("Date must be in ISO-8601 'basic format'. See ISO-8601.")
    }
    guard let secret = secrets[authorization.accessKeyID], !head.has("x-amz-security-token") else {
      throw .unknownKey
    }
    try Self.check(stamp, moment, now)
    try check(authorization.scope, stamp: stamp)
    try Self.check(signed: authorization.signedHeaders, of: head)
    return Claim(
      head: head, authorization: authorization, stamp: stamp,
      key: key(of: authorization.accessKeyID, secret, authorization.scope))
  }

  private static func check(_ stamp: String, _ moment: Timestamp, _ now: Timestamp) throws(SignatureError) {
    let present = SigningTime(now).stamp
    if moment < now - window {
      throw .invalid(
        "Signature expired: \(stamp) is now earlier than \(SigningTime(now - window).stamp) (\(present) - 15 min.)")
    }
    if moment > now + window {
      throw .invalid(
        "Signature not yet current: \(stamp) is still later than \(SigningTime(now + window).stamp) "
          + "(\(present) + 15 min.)")
    }
  }

  private func check(_ scope: SigningScope, stamp: String) throws(SignatureError) {
    guard scope.service == service else {
      throw .invalid("Credential should be scoped to correct service: '\(service)'.")
    }
    guard !scope.region.isEmpty else { throw .invalid("Credential should be scoped to a valid region.") }
    guard stamp.hasPrefix(scope.day), scope.day.utf8.count == 8 else {
      throw .invalid("Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP.")
    }
  }

  /// What decides on what a request does has to be signed: where it goes, and all of AWS's own headers.
  private static func check(signed names: [String], of head: SignedHead) throws(SignatureError) {
    guard names.contains("host") else {
      throw .invalid("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.")
    }
    for header in head.headers where header.name.hasPrefix("x-amz-") && !names.contains(header.name) {
      throw .invalid("'\(header.name)' must be a 'SignedHeader' in the AWS Authorization.")
    }
  }

  /// Deriving a key costs four times what a signature does; it is good for a day, a Region and a service.
  private func key(of id: String, _ secret: String, _ scope: SigningScope) -> SigningKey {
    let name = KeyName(accessKeyID: id, day: scope.day, region: scope.region)
    return keys.withLock { keys in
      if let key = keys[name] { return key }
      let key = SigningKey(secret: secret, scope: scope)
      // More than anybody's Regions on the turn of a day: somebody makes them up.
      if keys.count >= 64 { keys = [:] }
      keys[name] = key
      return key
    }
  }

  private struct KeyName: Hashable {
    var accessKeyID: String
    var day: String
    var region: String
  }
}

extension SignatureVerifier {
  /// Who a request says that it comes from; not believed yet.
  package struct Claim: Sendable {
    fileprivate let head: SignedHead
    fileprivate let authorization: AuthorizationHeader
    fileprivate let stamp: String
    fileprivate let key: SigningKey

    /// Whose access key it is.
    package var accessKeyID: String { authorization.accessKeyID }

    /// Believes the claim.
    ///
    /// - Throws: ``SignatureError/invalid(_:)`` where the request was signed with another secret, or changed since.
    package func check(body: [UInt8]) throws(SignatureError) {
      let request = CanonicalRequest(
        method: head.method, path: head.path, query: head.canonicalQuery,
        headers: head.headers(named: authorization.signedHeaders), payload: body)
      var signature: [UInt8] = []
      key.appendSignature(
        of: SignatureV4.stringToSign(request, stamp: stamp, scope: authorization.scope.text), to: &signature)
      guard Self.areEqual(signature, Array(authorization.signature.utf8)) else { throw .mismatch }
    }

    /// Takes the same time wherever they differ.
    private static func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
      guard left.count == right.count else { return false }
      var difference: UInt8 = 0
      for index in left.indices { difference |= left[index] ^ right[index] }
      return difference == 0
    }
  }
}
