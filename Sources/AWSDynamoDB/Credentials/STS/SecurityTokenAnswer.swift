internal import DynamoDB

/// What the Security Token Service answered, in XML, of which six elements matter.
struct SecurityTokenAnswer: Sendable {
  private let status: Int
  private let text: String

  init(_ response: HTTPResponse) {
    status = response.status
    text = String(decoding: response.body, as: UTF8.self)
  }

  func credentials() throws(CredentialsError) -> Credentials {
    guard let element = XMLText.content(of: "Credentials", in: text[...]) else {
      throw CredentialsError("the answer has no credentials in it")
    }
    guard let end = XMLText.value(of: "Expiration", in: element).flatMap({ Timestamp(iso8601: $0) }) else {
      throw CredentialsError("the answer does not say when the credentials expire")
    }
    let token = XMLText.value(of: "SessionToken", in: element)
    if token == nil { throw CredentialsError("SessionToken is missing or empty") }
    return try Credentials(
      accessKeyID: ("AccessKeyId", XMLText.value(of: "AccessKeyId", in: element)),
      secretAccessKey: ("SecretAccessKey", XMLText.value(of: "SecretAccessKey", in: element)),
      sessionToken: ("SessionToken", token), expiration: end)
  }

  /// Whether another attempt may go better though the status does not say so.
  var isTransient: Bool {
    status == 400
      && ["Throttling", "ThrottlingException", "RequestLimitExceeded", "IDPCommunicationError"].contains(code)
  }

  /// The code, and what the service says of it: for a signature that is wrong only the code, since there it repeats
  /// the request's headers.
  func refusal(without secrets: [String]) -> String {
    guard let code else { return "HTTP \(status)" }
    let word = Redaction.word(code)
    guard let message = XMLText.content(of: "Error", in: text[...]).flatMap({ XMLText.value(of: "Message", in: $0) }),
      code != "SignatureDoesNotMatch", code != "IncompleteSignature"
    else {
      return "\(word) (HTTP \(status))"
    }
    return "\(word): \(Redaction.sentence(message, without: secrets)) (HTTP \(status))"
  }

  private var code: String? {
    XMLText.content(of: "Error", in: text[...]).flatMap { XMLText.value(of: "Code", in: $0) }
  }
}
