import AWSDynamoDB
import DynamoDB
import Synchronization
import Testing

@testable import Command

@Suite("Asking an endpoint what a table is")
struct HTTPProbeTests {
  /// Answers once, and keeps what it was asked.
  private final class Canned: HTTPTransport {
    let answer: Result<HTTPResponse, TransportError>
    let asked = Mutex<[HTTPRequest]>([])

    init(_ answer: Result<HTTPResponse, TransportError>) { self.answer = answer }

    func send(_ request: HTTPRequest, deadline: Duration) async throws(TransportError) -> HTTPResponse {
      asked.withLock { $0.append(request) }
      return try answer.get()
    }
  }

  private func probe(
    _ transport: Canned, at endpoint: String = "http://localhost:8000/dynamo"
  ) throws -> HTTPProbe {
    var configuration = AWSDynamoDBClient.Configuration(
      region: try Region("eu-west-1"), endpoint: try Endpoint(endpoint),
      credentials: StaticCredentials(accessKeyID: "mine", secretAccessKey: "secret"), time: StillTime())
    configuration.jitter = { 0 }
    return HTTPProbe(configuration, transport: transport)
  }

  @Test("A signed request of the API's own protocol, and what the answer's Date says")
  func ask() async throws {
    // The clock stands at 2027-01-15T08:00:00Z; the server's is a minute behind.
    let transport = Canned(
      .success(
        HTTPResponse(
          status: 200, headers: [HTTPHeader("Date", "Fri, 15 Jan 2027 07:59:00 GMT")], body: Array("{}".utf8))))
    let answer = try await probe(transport).ask("DescribeContinuousBackups", of: "pages")
    #expect(try answer.output.get() == Array("{}".utf8))
    #expect(answer.clockAhead == .seconds(59)...Duration.seconds(60))
    let request = try #require(transport.asked.withLock { $0.first })
    #expect(request.url == "http://localhost:8000/dynamo")
    #expect(request.body == Array(#"{"TableName":"pages"}"#.utf8))
    #expect(request.headers.contains(HTTPHeader("x-amz-target", "DynamoDB_20120810.DescribeContinuousBackups")))
    #expect(request.headers.contains(HTTPHeader("content-type", "application/x-amz-json-1.0")))
    #expect(
      request.headers.contains { $0.name == "authorization" && $0.value.contains("/eu-west-1/dynamodb/aws4_request") })
  }

  @Test("Alarms are asked of CloudWatch in the table's Region, or of the endpoint itself where it is not AWS's")
  func alarms() async throws {
    let places = [
      ("https://dynamodb.eu-west-1.amazonaws.com", "https://monitoring.eu-west-1.amazonaws.com/", true),
      ("http://localhost:8000/dynamo", "http://localhost:8000/dynamo", false),
    ]
    for (endpoint, url, isOfAWS) in places {
      let transport = Canned(.success(HTTPResponse(status: 200, body: Array("{}".utf8))))
      let probe = try probe(transport, at: endpoint)
      #expect(probe.isOfAWS == isOfAWS)
      _ = try await probe.askForAlarms(after: nil)
      _ = try await probe.askForAlarms(after: "t")
      let requests = transport.asked.withLock { $0 }
      #expect(requests.map(\.url) == [url, url])
      #expect(
        requests.map(\.body) == [#"{"MaxRecords":100}"#, #"{"MaxRecords":100,"NextToken":"t"}"#].map { Array($0.utf8) })
      for request in requests {
        #expect(request.headers.contains(HTTPHeader("x-amz-target", "GraniteServiceVersion20100801.DescribeAlarms")))
        #expect(
          request.headers.contains {
            $0.name == "authorization" && $0.value.contains("/eu-west-1/monitoring/aws4_request")
          })
      }
    }
  }

  @Test("What it refuses is an answer, with its code")
  func refused() async throws {
    let body = #"{"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException","message":"no"}"#
    let answer = try await probe(Canned(.success(HTTPResponse(status: 400, body: Array(body.utf8)))))
      .ask("DescribeTable", of: "pages")
    #expect(throws: DynamoDBError.resourceNotFound("no")) { try answer.output.get() }
    #expect(answer.clockAhead == nil)
  }

  @Test("Where nobody answers there is nothing to be said of the table")
  func nobody() async throws {
    let probe = try probe(Canned(.failure(.timedOut(sent: false))))
    do {
      _ = try await probe.ask("DescribeTable", of: "pages")
      Issue.record("somebody answered")
    } catch {
      #expect(error.status == .unavailable)
      #expect(error.description.hasPrefix("http://localhost:8000/dynamo cannot be reached"))
    }
  }
}
