internal import DynamoDB

/// Turns an operation's name and body into a signed request to one endpoint.
struct RequestSigner: Sendable {
  private let endpoint: Endpoint
  private let region: Region
  private let keys = SigningKeyCache()

  init(endpoint: Endpoint, region: Region) {
    self.endpoint = endpoint
    self.region = region
  }

  /// The request to send, signed as of `now`: DynamoDB accepts it for five minutes.
  func request(_ operation: String, body: [UInt8], credentials: Credentials, now: Timestamp) -> HTTPRequest {
    let time = SigningTime(now)
    let scope = SigningScope(day: time.day, region: region.name, service: "dynamodb")
    var headers = [
      HTTPHeader("content-type", "application/x-amz-json-1.0"),
      HTTPHeader("host", endpoint.authority),
      HTTPHeader("x-amz-date", time.stamp),
    ]
    if let token = credentials.sessionToken { headers.append(HTTPHeader("x-amz-security-token", token)) }
    headers.append(HTTPHeader("x-amz-target", "DynamoDB_20120810." + operation))
    let canonical = CanonicalRequest(method: "POST", path: endpoint.path, headers: headers, payload: body)
    let authorization = SignatureV4.authorization(
      for: canonical, at: time, scope: scope, accessKeyID: credentials.accessKeyID,
      key: keys.key(secret: credentials.secretAccessKey, scope: scope))
    headers.append(HTTPHeader("authorization", authorization))
    // Not signed: proxies may rewrite it.
    headers.append(HTTPHeader("user-agent", "tabletheory-swift"))
    return HTTPRequest(url: endpoint.url, headers: headers, body: body)
  }
}
