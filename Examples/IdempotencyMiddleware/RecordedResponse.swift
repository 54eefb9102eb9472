import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore

/// A response as the record has it.
struct RecordedResponse: Codable, Sendable {
  private struct Field: Codable {
    var name: String
    var value: String
  }

  private var status: Int
  private var fields: [Field]
  private var body: Data

  init(status: HTTPResponse.Status, headers: HTTPFields, body: ByteBuffer) {
    self.status = status.code
    fields = headers.map { Field(name: $0.name.rawName, value: $0.value) }
    self.body = Data(body.readableBytesView)
  }

  /// Reads a response's body to its end.
  ///
  /// - Throws: ``TooLarge`` where it has more than `limit` bytes, and what the body throws.
  init(_ response: Response, limit: Int) async throws {
    let collector = BodyCollector(limit: limit)
    try await response.body.write(collector)
    self.init(status: response.status, headers: response.headers, body: collector.collected)
  }

  struct TooLarge: Error {}

  func response(isReplayed: Bool) -> Response {
    var headers = HTTPFields()
    for field in fields {
      if let name = HTTPField.Name(field.name) { headers.append(HTTPField(name: name, value: field.value)) }
    }
    if isReplayed { headers[.idempotentReplayed] = "true" }
    return Response(
      status: HTTPResponse.Status(code: status), headers: headers,
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
  }
}

/// Where a body is written to that is not sent yet.
private final class BodyCollector: ResponseBodyWriter {
  private let limit: Int
  private(set) var collected = ByteBuffer()

  init(limit: Int) { self.limit = limit }

  func write(_ buffer: ByteBuffer) async throws {
    guard collected.readableBytes + buffer.readableBytes <= limit else { throw RecordedResponse.TooLarge() }
    collected.writeImmutableBuffer(buffer)
  }

  func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
