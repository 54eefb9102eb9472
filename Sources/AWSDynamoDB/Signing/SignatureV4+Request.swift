package import AWSSignatures
package import DynamoDB

extension SignatureV4 {
  /// The value of the `Authorization` header of any request, as the tests compare it with other signers.
  ///
  /// - Parameters:
  ///   - path: the absolute path, already encoded.
  ///   - query: the query, already encoded and in order.
  ///   - headers: what is signed besides `x-amz-date` and `x-amz-security-token`, which follow from `now` and
  ///     `credentials` and must not be among them; `host` must be.
  package static func authorization(
    method: String, path: String, query: String, headers: [HTTPHeader], payload: [UInt8], credentials: Credentials,
    region: String, service: String, now: Timestamp
  ) -> String {
    let time = SigningTime(now)
    let scope = SigningScope(day: time.day, region: region, service: service)
    var signed = headers + [HTTPHeader("x-amz-date", time.stamp)]
    if let token = credentials.sessionToken { signed.append(HTTPHeader("x-amz-security-token", token)) }
    return authorization(
      for: CanonicalRequest(method: method, path: path, query: query, headers: signed, payload: payload),
      stamp: time.stamp, scope: scope.text, accessKeyID: credentials.accessKeyID,
      key: SigningKey(secret: credentials.secretAccessKey, scope: scope))
  }
}
