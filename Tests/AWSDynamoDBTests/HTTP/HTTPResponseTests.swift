import DynamoDB
import Testing

@testable import AWSDynamoDB

@Suite("Answers are trusted only with their checksum")
struct HTTPResponseTests {
  @Test("Headers are found in any case, and only by their whole name")
  func headers() {
    let response = HTTPResponse(status: 200, headers: [HTTPHeader("X-Amz-Crc32", "1"), HTTPHeader("a@", "2")])
    #expect(response.header("x-amz-crc32") == "1")
    #expect(response.header("X-AMZ-CRC32") == "1")
    #expect(response.header("x-amz-crc3") == nil)
    // They differ in the bit that makes a letter upper or lower case, and are no letters.
    #expect(response.header("a`") == nil)
  }

  @Test("One changed bit in the body is noticed")
  func changedBit() throws {
    let body = Array(#"{"Item":{"pk":{"S":"a"}}}"#.utf8)
    let checksum = HTTPHeader("x-amz-crc32", String(CRC32.checksum(of: body)))
    let output: GetItem.Output = try HTTPResponse(status: 200, headers: [checksum], body: body).output()
    #expect(output.item == Sample.key)
    for bit in 0..<body.count * 8 {
      var changed = body
      changed[bit / 8] ^= 1 << (bit % 8)
      #expect {
        let _: GetItem.Output = try HTTPResponse(status: 200, headers: [checksum], body: changed).output()
      } throws: {
        if case .unreadable = $0 as? AttemptFailure { true } else { false }
      }
    }
  }

  @Test("A request that is printed or dumped shows neither its signature nor a token nor its body")
  func redaction() {
    let request = HTTPRequest(
      url: "http://localhost/",
      headers: [
        HTTPHeader("Authorization", "HUSH1"), HTTPHeader("X-Amz-Security-Token", "HUSH2"),
        HTTPHeader("x-aws-ec2-metadata-token", "HUSH3"), HTTPHeader("host", "localhost"),
      ], body: Array("HUSH4".utf8))
    var text = "\(request) \(request.headers)"
    dump(request, to: &text)
    dump(HTTPResponse(status: 200, headers: request.headers, body: request.body), to: &text)
    #expect(!text.contains("HUSH"))
    #expect(!text.contains("72"))
    #expect(text.contains("localhost"))
  }
}
