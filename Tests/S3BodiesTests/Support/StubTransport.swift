import AWSDynamoDB
import DynamoDB
import Synchronization

@testable import S3Bodies

/// Answers each request with the next line of a script, the last one for ever, and keeps what was sent.
final class StubTransport: HTTPTransport {
  private let state: Mutex<(script: [Result<HTTPResponse, TransportError>], sent: [HTTPRequest])>

  init(_ script: Result<HTTPResponse, TransportError>...) { state = Mutex((script, [])) }

  var sent: [HTTPRequest] { state.withLock { $0.sent } }

  func send(_ request: HTTPRequest, deadline: Duration) async throws(TransportError) -> HTTPResponse {
    let reply = state.withLock { state in
      state.sent.append(request)
      return state.script.count > 1 ? state.script.removeFirst() : state.script[0]
    }
    return try reply.get()
  }
}

extension HTTPRequest {
  func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
}

extension Result where Success == HTTPResponse, Failure == TransportError {
  static func answer(_ status: Int, _ body: String = "", _ headers: [String: String] = [:]) -> Self {
    .success(
      HTTPResponse(status: status, headers: headers.map { HTTPHeader($0.key, $0.value) }, body: Array(body.utf8)))
  }

  static func error(_ status: Int, _ code: String) -> Self {
    answer(status, "<?xml version=\"1.0\"?><Error><Code>\(code)</Code><Message>m</Message></Error>")
  }

  static var stored: Self { answer(200, "", ["ETag": "\"x\""]) }
}

/// A clock at AWS's examples' moment that nobody waits for.
struct StillTime: TimeSource {
  var now: Timestamp { Timestamp(seconds: 1_369_353_600) }
  var uptime: Duration { .zero }
  func sleep(for duration: Duration) async throws { try Task.checkCancellation() }
}

extension S3BodyStore.Configuration {
  /// With the credentials of all of AWS's examples.
  static func example(bucket: String = "examplebucket", prefix: String = "") throws -> Self {
    Self(
      bucket: bucket, prefix: prefix, region: try Region("us-east-1"),
      credentials: StaticCredentials(
        accessKeyID: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
      time: StillTime())
  }
}
