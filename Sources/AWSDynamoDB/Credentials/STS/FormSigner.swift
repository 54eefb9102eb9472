internal import AWSSignatures
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
    if let credentials {
      let authorization = SignatureV4.authorization(
        method: "POST", path: endpoint.path, query: "", headers: headers, payload: form.body, credentials: credentials,
        region: region.name, service: service.name, now: now)
      headers.append(HTTPHeader("x-amz-date", SigningTime(now).stamp))
      if let token = credentials.sessionToken { headers.append(HTTPHeader("x-amz-security-token", token)) }
      headers.append(HTTPHeader("authorization", authorization))
    }
    headers.append(HTTPHeader("accept", "application/xml"))
    return HTTPRequest(url: endpoint.url, headers: headers, body: form.body)
  }
}
