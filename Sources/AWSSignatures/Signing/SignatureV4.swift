/// AWS Signature Version 4, as pure functions of the request, the time and the secret.
///
/// Source: *AWS Identity and Access Management User Guide*, "Create a signed AWS API request".
package enum SignatureV4 {
  package static let algorithm = "AWS4-HMAC-SHA256"

  /// What is signed: the time, the scope and the request's hash.
  package static func stringToSign(_ request: CanonicalRequest, stamp: String, scope: String) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(256)
    for part in [algorithm, stamp, scope] {
      text.append(contentsOf: part.utf8)
      text.append(UInt8(ascii: "\n"))
    }
    Hash.appendHexadecimal(of: request.text, to: &text)
    return text
  }

  /// The value of the `Authorization` header.
  package static func authorization(
    for request: CanonicalRequest, stamp: String, scope: String, accessKeyID: String, key: SigningKey
  ) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(384 + accessKeyID.utf8.count)
    for part in [algorithm, " Credential=", accessKeyID, "/", scope, ", SignedHeaders="] {
      text.append(contentsOf: part.utf8)
    }
    text.append(contentsOf: request.signedHeaders)
    text.append(contentsOf: ", Signature=".utf8)
    key.appendSignature(of: stringToSign(request, stamp: stamp, scope: scope), to: &text)
    return String(decoding: text, as: UTF8.self)
  }
}
