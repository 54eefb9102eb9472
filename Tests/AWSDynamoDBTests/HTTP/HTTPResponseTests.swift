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
}
