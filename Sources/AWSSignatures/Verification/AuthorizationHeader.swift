/// What the `Authorization` header of a signed request says.
///
/// Source: *AWS Identity and Access Management User Guide*, "Create a signed AWS API request", step 5.
struct AuthorizationHeader: Hashable, Sendable {
  var accessKeyID: String
  var scope: SigningScope
  /// In the order in which they were signed, in lower case.
  var signedHeaders: [String]
  /// In hexadecimal digits.
  var signature: String

  /// - Throws: ``SignatureError``, without the header in its message: it may hold what somebody took for a token.
  init(_ text: String) throws(SignatureError) {
    let words = text.split(separator: " ", maxSplits: 1)
    guard words.first.map(String.init) == SignatureV4.algorithm else {
      throw .incomplete("Unsupported AWS 'algorithm': it has to be '\(SignatureV4.algorithm)'.")
    }
    let parts = Self.parts(words.count > 1 ? words[1] : "")
    let missing = ["Credential", "Signature", "SignedHeaders"].filter { parts[$0, default: ""].isEmpty }
    guard missing.isEmpty, let credential = parts["Credential"], let signature = parts["Signature"],
      let signedHeaders = parts["SignedHeaders"]
    else {
      throw .incomplete(missing.map { "Authorization header requires '\($0)' parameter." }.joined(separator: " "))
    }
    let elements = credential.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard elements.count == 5 else {
      throw .incomplete(
        "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term.")
    }
    guard elements[4] == "aws4_request" else {
      throw .invalid("Credential should be scoped with a valid terminator: 'aws4_request'.")
    }
    accessKeyID = elements[0]
    scope = SigningScope(day: elements[1], region: elements[2], service: elements[3])
    self.signedHeaders = signedHeaders.split(separator: ";").map { $0.lowercased() }
    self.signature = signature
  }

  /// `Name=value`, separated by commas or spaces.
  private static func parts(_ text: Substring) -> [String: String] {
    var parts: [String: String] = [:]
    for part in text.split(whereSeparator: { $0 == "," || $0 == " " }) {
      let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if sides.count == 2 { parts[String(sides[0])] = String(sides[1]) }
    }
    return parts
  }
}
