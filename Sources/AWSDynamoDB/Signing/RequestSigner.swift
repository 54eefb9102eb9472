internal import AWSSignatures
internal import DynamoDB

/// Turns an operation's name and body into a signed request to one endpoint.
struct RequestSigner: Sendable {
  private let endpoint: Endpoint
  private let contexts: SigningContextCache

  init(endpoint: Endpoint, region: Region) {
    self.endpoint = endpoint
    contexts = SigningContextCache(region: region, service: "dynamodb")
  }

  /// The request to send, signed as of `now`: DynamoDB accepts it for five minutes.
  func request(_ operation: String, body: [UInt8], credentials: Credentials, now: Timestamp) -> HTTPRequest {
    let context = contexts.context(for: credentials, now: now)
    var headers: [HTTPHeader] = []
    headers.reserveCapacity(7)
    // In the order of their names, as they are signed.
    headers.append(HTTPHeader("content-type", "application/x-amz-json-1.0"))
    headers.append(HTTPHeader("host", endpoint.authority))
    headers.append(HTTPHeader("x-amz-date", context.stamp))
    if let token = context.sessionToken { headers.append(HTTPHeader("x-amz-security-token", token)) }
    headers.append(HTTPHeader("x-amz-target", "DynamoDB_20120810." + operation))
    // Every other value is this package's own, or an endpoint's, which holds no white space: looking at all of them
    // for each request would be a tenth of its signature.
    let canonical =
      context.isCanonical
      ? CanonicalRequest(method: "POST", path: endpoint.path, canonicalHeaders: headers, payload: body)
      : CanonicalRequest(method: "POST", path: endpoint.path, headers: headers, payload: body)
    let authorization = SignatureV4.authorization(
      for: canonical, stamp: context.stamp, scope: context.scope, accessKeyID: context.accessKeyID, key: context.key)
    headers.append(HTTPHeader("authorization", authorization))
    // Not signed: proxies may rewrite it.
    headers.append(HTTPHeader("user-agent", "tabletheory-swift"))
    return HTTPRequest(url: endpoint.url, headers: headers, body: body)
  }
}
