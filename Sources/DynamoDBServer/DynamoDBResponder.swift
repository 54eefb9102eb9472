import AWSSignatures
import DynamoDB
import HTTPTypes
import Hummingbird
import NIOCore

/// DynamoDB's wire protocol: JSON over POST to `/`, the operation in a header.
///
/// Source: *Amazon DynamoDB Developer Guide*, "DynamoDB low-level API".
struct DynamoDBResponder<Client: DynamoDBClient>: HTTPResponder {
  typealias Context = BasicRequestContext

  let doorkeeper: Doorkeeper
  let operations: OperationTable<Client>
  let maximumBodySize: Int

  func respond(to request: Request, context: Context) async throws -> Response {
    switch request.method {
    case .post: try await answer(request)
    case .get: Self.response(.ok, type: "text/plain", Array("healthy: dynamodb.embedded\n".utf8))
    default: Self.response(.methodNotAllowed, type: "text/plain", Array("DynamoDB takes POST to / only\n".utf8))
    }
  }

  private func answer(_ request: Request) async throws -> Response {
    let claim: SignatureVerifier.Claim?
    do throws(DynamoDBError) { claim = try doorkeeper.claim(of: request.head) } catch { return Self.response(error) }
    if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > maximumBodySize { return tooLarge }
    let body: ByteBuffer
    do { body = try await request.body.collect(upTo: maximumBodySize) } catch is NIOTooManyBytesError {
      return tooLarge
    }
    do throws(DynamoDBError) {
      try doorkeeper.check(claim, body: body)
      let answer = try await operations.answer(
        target: request.headers[.amzTarget], host: request.head.authority, body: Array(body.readableBytesView))
      return Self.response(.ok, type: Self.json, answer)
    } catch {
      return Self.response(error)
    }
  }

  private var tooLarge: Response {
    Self.response(
      .service(
        code: "RequestEntityTooLarge", status: 413,
        message: "the request's body is larger than \(maximumBodySize) bytes"))
  }

  private static func response(_ error: DynamoDBError) -> Response {
    var writer = JSONWriter()
    error.write(to: &writer)
    return response(.init(code: error.status), type: json, writer.bytes)
  }

  private static func response(_ status: HTTPResponse.Status, type: String, _ body: [UInt8]) -> Response {
    var headers: HTTPFields = [
      .contentType: type,
      .amzRequestID: requestID(),
    ]
    if type == json { headers[.amzCRC32] = String(CRC32.checksum(of: body)) }
    return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
  }

  private static func requestID() -> String {
    var generator = SystemRandomNumberGenerator()
    let words = [
      UInt64.random(in: .min ... .max, using: &generator), UInt64.random(in: .min ... .max, using: &generator),
    ]
    return words.map { String($0, radix: 32, uppercase: true) }.joined()
  }

  private static var json: String { "application/x-amz-json-1.0" }
}

extension HTTPField.Name {
  // Written as literals that are valid names, so that the fallback is never used.
  fileprivate static let amzTarget = Self("X-Amz-Target") ?? .accept
  fileprivate static let amzRequestID = Self("x-amzn-RequestId") ?? .accept
  fileprivate static let amzCRC32 = Self("x-amz-crc32") ?? .accept
}
