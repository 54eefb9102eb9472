internal import Crypto

/// Where and when a signing key is good: one day, one region, one service.
struct SigningScope: Hashable, Sendable {
  var day: String
  var region: String
  var service: String

  /// `20150830/us-east-1/iam/aws4_request`.
  var text: String { day + "/" + region + "/" + service + "/aws4_request" }
}

/// The key that a day's requests are signed with, derived from the secret key.
///
/// Source: *AWS Identity and Access Management User Guide*, "Create a signed AWS API request", step 3.
struct SigningKey: Sendable {
  private let key: SymmetricKey

  init(secret: String, scope: SigningScope) {
    var key = SymmetricKey(data: Array(("AWS4" + secret).utf8))
    for part in [scope.day, scope.region, scope.service, "aws4_request"] {
      key = SymmetricKey(data: HMAC<SHA256>.authenticationCode(for: Array(part.utf8), using: key))
    }
    self.key = key
  }

  /// The signature, in lower-case hexadecimal digits.
  func signature(of text: String) -> String {
    Hash.hexadecimal(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key))
  }
}
