internal import Crypto

/// Where and when a signing key is good: one day, one region, one service.
package struct SigningScope: Hashable, Sendable {
  package var day: String
  package var region: String
  package var service: String

  package init(day: String, region: String, service: String) {
    self.day = day
    self.region = region
    self.service = service
  }

  /// `20150830/us-east-1/iam/aws4_request`.
  package var text: String { day + "/" + region + "/" + service + "/aws4_request" }
}

/// The key that a day's requests are signed with, derived from the secret key.
///
/// Source: *AWS Identity and Access Management User Guide*, "Create a signed AWS API request", step 3.
package struct SigningKey: Sendable {
  /// The function with the key already taken in, which is half of what a signature costs.
  private let keyed: HMAC<SHA256>

  package init(secret: String, scope: SigningScope) {
    var key = SymmetricKey(data: Array(("AWS4" + secret).utf8))
    for part in [scope.day, scope.region, scope.service, "aws4_request"] {
      key = SymmetricKey(data: HMAC<SHA256>.authenticationCode(for: Array(part.utf8), using: key))
    }
    keyed = HMAC(key: key)
  }

  /// Appends the signature of `text` in hexadecimal digits.
  package func appendSignature(of text: [UInt8], to output: inout [UInt8]) {
    var signature = keyed
    signature.update(data: text)
    unsafe signature.finalize().withUnsafeBytes { unsafe Hexadecimal.append($0, to: &output) }
  }
}
