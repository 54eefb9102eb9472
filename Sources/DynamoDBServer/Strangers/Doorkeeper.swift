import AWSSignatures
import DynamoDB
import HTTPTypes
import NIOCore

/// Lets in whoever may use the server.
struct Doorkeeper: Sendable {
  private let verifier: SignatureVerifier?
  private let hosts: TrustedHosts?
  private let time: any TimeSource

  /// - Parameters:
  ///   - accessKeys: without any, nobody is asked for a signature.
  ///   - hosts: the names by which the server may be called where nobody signs; `nil` for all.
  init(accessKeys: [AccessKey], hosts: TrustedHosts?, time: any TimeSource) {
    verifier =
      accessKeys.isEmpty
      ? nil : SignatureVerifier(secrets: Dictionary(accessKeys.map { ($0.id, $0.secret) }) { _, last in last })
    self.hosts = hosts
    self.time = time
  }

  /// Looks at a request before its body has come.
  ///
  /// - Returns: what the signature has to be checked against, once the body is there.
  func claim(of request: HTTPRequest) throws(DynamoDBError) -> SignatureVerifier.Claim? {
    if let hosts, !hosts.allow(request.authority) {
      throw .service(
        code: "AccessDeniedException", status: 400,
        message:
          "this server is for its own machine and not called \(request.authority ?? ""): a browser may have been "
          + "led here; use 127.0.0.1 or localhost, or have the server trust that name")
    }
    guard let verifier else { return nil }
    do throws(SignatureError) {
      return try verifier.claim(of: SignedHead(request), now: time.now)
    } catch {
      throw DynamoDBError(error)
    }
  }

  func check(_ claim: SignatureVerifier.Claim?, body: ByteBuffer) throws(DynamoDBError) {
    guard let claim else { return }
    do throws(SignatureError) {
      try claim.check(body: Array(body.readableBytesView))
    } catch {
      throw DynamoDBError(error)
    }
  }
}

extension DynamoDBError {
  fileprivate init(_ error: SignatureError) {
    self = .service(code: error.code, status: 400, message: error.message)
  }
}

extension SignedHead {
  fileprivate init(_ request: HTTPRequest) {
    var headers = request.headerFields.map { Header(name: $0.name.canonicalName, value: $0.value) }
    // HTTP's own types keep it apart.
    if let host = request.authority { headers.append(Header(name: "host", value: host)) }
    self.init(method: request.method.rawValue, target: request.path ?? "", headers: headers)
  }
}
