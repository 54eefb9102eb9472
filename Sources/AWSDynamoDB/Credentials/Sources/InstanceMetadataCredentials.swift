internal import DynamoDB
import Synchronization

/// The role of an EC2 instance, by version 2 of its metadata service.
///
/// Credentials that have expired and are served all the same, as happens while the service behind it is out of
/// order, are used, and asked for again some minutes later.
///
/// Source: *Amazon EC2 User Guide*, "Use the Instance Metadata Service to access instance metadata" and "Retrieve
/// security credentials from instance metadata"; *AWS SDKs and Tools Reference Guide*, "IMDS credential provider".
final class InstanceMetadataCredentials: CredentialsSource {
  /// How long expired credentials are used before the service is asked again.
  static let grace = Duration.seconds(10 * 60)

  private struct Token {
    var text: String
    var end: Duration
  }

  private let context: CredentialsContext
  private let token = Mutex<Token?>(nil)

  init(_ context: CredentialsContext) { self.context = context }

  var name: String { "the EC2 instance metadata service" }

  func find() async throws(CredentialsError) -> CredentialsFinding {
    if context.variable("AWS_EC2_METADATA_DISABLED")?.lowercased() == "true" {
      return .nothing("AWS_EC2_METADATA_DISABLED is true")
    }
    let service = try InstanceMetadataService(context)
    let path = "/latest/meta-data/iam/security-credentials/"
    switch try await get(path, from: service) {
    case .nothing(let reason): return .nothing(reason)
    case .answer(let body):
      let role = String(decoding: body.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }, as: UTF8.self)
      guard !role.isEmpty, role.utf8.allSatisfy(Self.roleBytes.contains) else {
        throw CredentialsError("it did not answer with a role's name")
      }
      guard case .answer(let document) = try await get(path + role, from: service) else {
        throw CredentialsError("the role that it named has no credentials there")
      }
      return .found(try credentials(in: document))
    }
  }

  /// Source: *IAM and AWS STS quotas*, "IAM name requirements".
  private static let roleBytes = Set(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+=,.@_-".utf8)

  private func credentials(in body: [UInt8]) throws(CredentialsError) -> Credentials {
    let document = try CredentialsDocument(json: body)
    if let code = document.code, code != "Success" {
      throw CredentialsError("it answered with the error \(Redaction.word(code))")
    }
    var credentials = try document.credentials(token: "Token")
    let now = context.time.now
    if let end = credentials.expiration, end <= now { credentials.expiration = now + Self.grace }
    return credentials
  }

  /// Asks with a token; with a new one, once, where the service no longer knows it.
  private func get(
    _ path: String, from service: InstanceMetadataService
  ) async throws(CredentialsError) -> InstanceMetadataService.Answer {
    let known = token.withLock { $0 }
    if let known, known.end > context.time.uptime {
      if let answer = try await service.get(path, token: known.text) { return answer }
      token.withLock { $0 = nil }
    }
    switch try await service.newToken() {
    case .nothing(let reason): return .nothing(reason)
    case .token(let text, let lifetime):
      token.withLock { $0 = Token(text: text, end: context.time.uptime + lifetime) }
      guard let answer = try await service.get(path, token: text) else {
        throw CredentialsError("it refused the token that it had just given (HTTP 401)")
      }
      return answer
    }
  }
}
