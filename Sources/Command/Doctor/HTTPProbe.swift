import AWSDynamoDB
import DynamoDB
import TableTheory

/// Asks a DynamoDB over HTTP, and keeps the `Date` of its answers.
struct HTTPProbe: TableProbe {
  private let client: SignedHTTPClient
  private let endpoint: Endpoint
  private let time: any TimeSource

  var place: String { endpoint.url }

  init(_ configuration: AWSDynamoDBClient.Configuration, transport: any HTTPTransport) {
    endpoint = configuration.endpoint
    time = configuration.time
    client = SignedHTTPClient(
      SignedHTTPClient.Configuration(
        service: .dynamoDB, region: endpoint.signingRegion ?? configuration.region,
        credentials: configuration.credentials, retryPolicy: configuration.retryPolicy,
        deadline: configuration.deadline, attemptTimeout: configuration.attemptTimeout, time: time,
        jitter: configuration.jitter), transport: transport)
  }

  func shutdown() async { await client.shutdown() }

  func ask(_ operation: String, of table: String) async throws(Failure) -> ProbeAnswer {
    let body = JSONWriter.line { $0.member("TableName", table) }
    let request = SignedRequest(
      method: "POST", endpoint: endpoint, path: endpoint.path,
      headers: [
        HTTPHeader("content-type", "application/x-amz-json-1.0"),
        HTTPHeader("x-amz-target", "DynamoDB_20120810.\(operation)"),
      ], body: Array(body.utf8))
    let sent = time.now
    let response: HTTPResponse
    do throws(SignedHTTPError) {
      response = try await client.send(request) { DynamoDBError(status: $0.status, body: $0.body).code }
    } catch {
      switch error {
      case .credentials(let why): throw Failure(why, status: .configuration)
      case .unavailable(let why):
        throw Failure("\(place) cannot be reached: \(why)", status: .unavailable)
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
