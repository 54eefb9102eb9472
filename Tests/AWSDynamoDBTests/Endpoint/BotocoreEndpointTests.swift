import Testing

@testable import AWSDynamoDB

@Suite("Endpoints are those that botocore resolves")
struct BotocoreEndpointTests {
  @Test("Every Region of every partition, plain, with dual-stack, with FIPS and with both")
  func vectors() throws {
    let lines = botocoreEndpoints.split(separator: "\n")
    #expect(lines.count >= 130)
    for line in lines {
      let fields = line.split(separator: " ").map(String.init)
      try #require(fields.count == 6)
      let service = fields[0] == "sts" ? AWSService.securityTokens : .dynamoDB
      let region = try Region(fields[1])
      let variants = [(false, false), (false, true), (true, false), (true, true)]
      for (url, (fips, dualStack)) in zip(fields[2...], variants) {
        let endpoint = try Endpoint(service, in: region, fips: fips, dualStack: dualStack)
        #expect(endpoint == (try Endpoint(url)), "\(line)")
      }
    }
  }
}
