/// Why a request is not believed to come from whom it says, in DynamoDB's words.
///
/// Source: *Amazon DynamoDB Developer Guide*, "Error messages and codes"; the messages are those of AWS's own answers.
package enum SignatureError: Error, Hashable, Sendable {
  /// There is no signature.
  case missing
  /// Parts of it are missing or cannot be read: which.
  case incomplete(String)
  /// Nobody here has this access key, or it comes with a session token.
  case unknownKey
  /// It is too old, for something else, or made with another secret: which.
  case invalid(String)

  /// DynamoDB's name of the error.
  package var code: String {
    switch self {
    case .missing: "MissingAuthenticationTokenException"
    case .incomplete: "IncompleteSignatureException"
    case .unknownKey: "UnrecognizedClientException"
    case .invalid: "InvalidSignatureException"
    }
  }

  package var message: String {
    switch self {
    case .missing: "Request is missing Authentication Token"
    case .incomplete(let message), .invalid(let message): message
    case .unknownKey: "The security token included in the request is invalid."
    }
  }

  static var mismatch: SignatureError {
    .invalid(
      "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key "
        + "and signing method. Consult the service documentation for details.")
  }
}
