import DynamoDB
import TableTheoryTesting
import Testing

@testable import TableTheory

struct HTTPDateTests {
  @Test("RFC 9110, 5.6.7: what is written is read, for whole seconds of four thousand years")
  func roundTrip() {
    var random = SeededGenerator(seed: 1)
    for _ in 0..<2_000 {
      let moment = Timestamp(seconds: Int64.random(in: -62_000_000_000...64_000_000_000, using: &random))
      #expect(HTTPDate.moment(HTTPDate.text(of: moment), now: moment) == moment)
    }
    #expect(HTTPDate.text(of: Timestamp(seconds: 784_111_777)) == "Sun, 06 Nov 1994 08:49:37 GMT")
    #expect(HTTPDate.text(of: Timestamp(seconds: -1)) == "Wed, 31 Dec 1969 23:59:59 GMT")
  }

  @Test("RFC 9110, 5.6.7: a year of two digits is not more than fifty years ahead")
  func shortYear() {
    let now = Timestamp(seconds: 1_795_000_000)
    #expect(HTTPDate.moment("Sunday, 06-Nov-94 08:49:37 GMT", now: now) == Timestamp(seconds: 784_111_777))
    let year2070 = HTTPDate.moment("Thursday, 06-Nov-70 08:49:37 GMT", now: now)
    #expect(year2070.map(HTTPDate.text) == "Thu, 06 Nov 2070 08:49:37 GMT")
  }
}
