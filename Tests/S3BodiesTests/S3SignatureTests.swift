import AWSDynamoDB
import DynamoDB
import Testing

@testable import S3Bodies

@Suite("S3's signatures are those that AWS publishes")
struct S3SignatureTests {
  struct Vector: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var request: SignedRequest
    var signature: String
    var signedHeaders: String
  }

  /// *Amazon S3 API Reference*, "Signature Calculations for the Authorization Header: Transferring Payload in a Single
  /// Chunk", "Examples: Signature Calculations".
  static func vectors() throws -> [Vector] {
    let endpoint = try Endpoint("https://examplebucket.s3.amazonaws.com")
    return [
      Vector(
        testDescription: "GET Object",
        request: SignedRequest(
          method: "GET", endpoint: endpoint, path: "/test.txt", headers: [HTTPHeader("range", "bytes=0-9")]),
        signature: "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
        signedHeaders: "host;range;x-amz-content-sha256;x-amz-date"),
      Vector(
        testDescription: "PUT Object",
        request: SignedRequest(
          method: "PUT", endpoint: endpoint, path: "/" + URIEncoding.encoded("test$file.text", keepingSlashes: true),
          headers: [
            HTTPHeader("date", "Fri, 24 May 2013 00:00:00 GMT"),
            HTTPHeader("x-amz-storage-class", "REDUCED_REDUNDANCY"),
          ], body: Array("Welcome to Amazon S3.".utf8)),
        signature: "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
        signedHeaders: "date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class"),
      Vector(
        testDescription: "GET Bucket Lifecycle",
        request: SignedRequest(method: "GET", endpoint: endpoint, path: "/", query: [("lifecycle", "")]),
        signature: "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
        signedHeaders: "host;x-amz-content-sha256;x-amz-date"),
      Vector(
        testDescription: "Get Bucket (List Objects)",
        request: SignedRequest(
          method: "GET", endpoint: endpoint, path: "/", query: [("prefix", "J"), ("max-keys", "2")]),
        signature: "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
        signedHeaders: "host;x-amz-content-sha256;x-amz-date"),
    ]
  }

  @Test("A request of the documentation gets the documentation's signature", arguments: try vectors())
  func vector(vector: Vector) async throws {
    let store = try S3BodyStore(.example(), transport: StubTransport(.stored))
    let credentials = try await store.configuration.credentials.credentials()
    let signed = store.client.signed(vector.request, credentials: credentials, now: StillTime().now)
    #expect(
      signed.header("authorization")
        == "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, "
        + "SignedHeaders=\(vector.signedHeaders), Signature=\(vector.signature)")
  }
}
