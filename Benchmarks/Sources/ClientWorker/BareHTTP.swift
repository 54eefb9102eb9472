import AWSDynamoDB
import AsyncHTTPClient
import DynamoDB
import NIOCore
import NIOHTTP1
import Synchronization

/// The HTTP library alone: it sends the bytes that ``Ours`` would send, signed beforehand, and looks at no answer.
struct BareHTTP: Contestant {
  private let client: HTTPClient
  private let requests: [HTTPClientRequest]

  init(url: String) async throws {
    var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
    configuration.httpVersion = .http1Only
    // As many connections as there are requests under way: the library's own limit is 8.
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 256
    client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    requests = try await Self.signedRequests(url: url)
  }

  func round(_ finished: (Duration) -> Void) async throws {
    for request in requests {
      try await timed(finished) {
        let response = try await client.execute(request, timeout: .seconds(5))
        _ = try await response.body.collect(upTo: 1 << 20)
      }
    }
  }

  func shutdown() async throws { try await client.shutdown() }

  private static func signedRequests(url: String) async throws -> [HTTPClientRequest] {
    let recorder = Recorder()
    let client = AWSDynamoDBClient(try Ours.configuration(url: url), transport: recorder)
    _ = try await client.send(Workload.put)
    _ = try await client.send(Workload.get)
    _ = try await client.send(Workload.delete)
    return recorder.requests.map { recorded in
      var request = HTTPClientRequest(url: recorded.url)
      request.method = .POST
      request.headers = HTTPHeaders(recorded.headers.map { ($0.name, $0.value) })
      request.body = .bytes(ByteBuffer(bytes: recorded.body))
      return request
    }
  }

  private final class Recorder: HTTPTransport {
    private let recorded = Mutex<[HTTPRequest]>([])

    var requests: [HTTPRequest] { recorded.withLock { $0 } }

    func send(_ request: HTTPRequest, deadline: Duration) async throws(TransportError) -> HTTPResponse {
      recorded.withLock { $0.append(request) }
      return HTTPResponse(status: 200, headers: [HTTPHeader("x-amz-crc32", "2745614147")], body: Array("{}".utf8))
    }
  }
}
