/// AWS Signature Version 4, as pure functions of the request, the time and the secret.
///
/// Source: *AWS Identity and Access Management User Guide*, "Create a signed AWS API request".
package enum SignatureV4 {
  static let algorithm = "AWS4-HMAC-SHA256"

  /// What is signed: the time, the scope and the request's hash.
  static func stringToSign(_ request: CanonicalRequest, at time: SigningTime, scope: SigningScope) -> String {
    algorithm + "\n" + time.stamp + "\n" + scope.text + "\n" + Hash.hexadecimal(of: Array(request.text.utf8))
  }

  /// The value of the `Authorization` header.
  static func authorization(
    for request: CanonicalRequest, at time: SigningTime, scope: SigningScope, accessKeyID: String, key: SigningKey
  ) -> String {
    algorithm + " Credential=" + accessKeyID + "/" + scope.text + ", SignedHeaders=" + request.signedHeaders
      + ", Signature=" + key.signature(of: stringToSign(request, at: time, scope: scope))
  }
}
