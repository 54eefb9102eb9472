internal import DynamoDB

/// Turns a form into a request to AWS's query protocol, signed where there are credentials to sign it with.
struct FormSigner: Sendable {
  let service: AWSService
  let endpoint: Endpoint
  let region: Region

  func request(_ form: Form, credentials: Credentials?, now: Timestamp) -> HTTPRequest {
    var headers = [
      HTTPHeader("content-type", "application/x-www-form-urlencoded; charset=utf-8"),
      HTTPHeader("host", endpoint.authority),
    ]
    if let credentials { sign(&headers, form, credentials, SigningTime(now)) }
    headers.append(HTTPHeader("accept", "application/xml"))
    return HTTPRequest(url: endpoint.url, headers: headers, body: form.body)
  }

  private func sign(_ headers: inout [HTTPHeader], _ form: Form, _ credentials: Credentials, _ time: SigningTime) {
    headers.append(HTTPHeader("x-amz-date", time.stamp))
    if let token = credentials.sessionToken { headers.append(HTTPHeader("x-amz-security-token", token)) }
    let scope = SigningScope(day: time.day, region: region.name, service: service.name)
    let canonical = CanonicalRequest(method: "POST", path: endpoint.path, headers: headers, payload: form.body)
    let authorization = SignatureV4.authorization(
      for: canonical, at: time, scope: scope, accessKeyID: credentials.accessKeyID,
      key: SigningKey(secret: credentials.secretAccessKey, scope: scope))
    headers.append(HTTPHeader("authorization", authorization))
  }
}
