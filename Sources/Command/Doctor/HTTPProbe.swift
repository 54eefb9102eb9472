import AWSDynamoDB
import DynamoDB
import TableTheory

/// Asks a DynamoDB over HTTP, and keeps the `Date` of its answers.
///
/// The alarms are CloudWatch's: of AWS's own hosts the one in the same Region, of any other endpoint the endpoint itself.
struct HTTPProbe: TableProbe {
  private let endpoint: Endpoint
  private let alarmEndpoint: Endpoint
  private let client: SignedHTTPClient
  private let alarmClient: SignedHTTPClient
  private let time: any TimeSource

  var place: String { endpoint.url }
  var isOfAWS: Bool { endpoint.isOfAWS }

  init(_ configuration: AWSDynamoDBClient.Configuration, transport: any HTTPTransport) {
    endpoint = configuration.endpoint
    time = configuration.time
    alarmEndpoint = endpoint.isOfAWS ? .standard(of: .monitoring, in: configuration.region) : endpoint
    func client(of service: AWSService) -> SignedHTTPClient {
      SignedHTTPClient(
        SignedHTTPClient.Configuration(
          service: service, region: configuration.endpoint.signingRegion ?? configuration.region,
          credentials: configuration.credentials, retryPolicy: configuration.retryPolicy,
          deadline: configuration.deadline, attemptTimeout: configuration.attemptTimeout, time: configuration.time,
          jitter: configuration.jitter), transport: transport)
    }
    self.client = client(of: .dynamoDB)
    alarmClient = client(of: .monitoring)
  }

  /// Both clients have one transport.
  func shutdown() async { await client.shutdown() }

  func ask(_ operation: String, of table: String) async throws(Failure) -> ProbeAnswer {
    try await ask(
      "DynamoDB_20120810.\(operation)", JSONWriter.line { $0.member("TableName", table) }, at: endpoint, by: client)
  }

  /// Source: *Amazon CloudWatch API Reference*, `DescribeAlarms`; botocore 1.43, `cloudwatch`, its JSON protocol.
  func askForAlarms(after token: String?) async throws(Failure) -> ProbeAnswer {
    let body = JSONWriter.line { writer in
      writer.member("MaxRecords", 100)
      if let token { writer.member("NextToken", token) }
    }
    return try await ask("GraniteServiceVersion20100801.DescribeAlarms", body, at: alarmEndpoint, by: alarmClient)
  }

  private func ask(
    _ target: String, _ body: String, at endpoint: Endpoint, by client: SignedHTTPClient
  ) async throws(Failure) -> ProbeAnswer {
    let request = SignedRequest(
      method: "POST", endpoint: endpoint, path: endpoint.path,
      headers: [
        HTTPHeader("content-type", "application/x-amz-json-1.0"), HTTPHeader("x-amz-target", target),
      ], body: Array(body.utf8))
    let sent = time.now
    let response: HTTPResponse
    do throws(SignedHTTPError) {
      response = try await client.send(request) { DynamoDBError(status: $0.status, body: $0.body).code }
    } catch {
      switch error {
      case .credentials(let why): throw Failure(why, status: .configuration)
      case .unavailable(let why): throw Failure("\(endpoint.url) cannot be reached: \(why)", status: .unavailable)
      case .cancelled: throw Failure("cancelled", status: .unavailable)
      }
    }
    let received = time.now
    let date = response.header("date").flatMap { HTTPDate.moment($0, now: received) }
    return ProbeAnswer(
      output: response.status == 200
        ? .success(response.body) : .failure(DynamoDBError(status: response.status, body: response.body)),
      clockAhead: date.flatMap { .clockAhead(sent: sent, received: received, date: $0) })
  }
}
