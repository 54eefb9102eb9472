import AWSSignatures
import DynamoDB
import Testing

@testable import AWSDynamoDB

@Suite("Requests are signed as botocore signs them")
struct BotocoreVectorTests {
  struct Vector {
    var now: Timestamp
    var region: Region
    var endpoint: Endpoint
    var credentials: Credentials
    var operation: String
    var body: [UInt8]
    var date: String
    var signature: String

    init(_ line: Substring) throws {
      let fields = line.split(separator: " ").map(String.init)
      try #require(fields.count == 10)
      now = Timestamp(seconds: try #require(Int64(fields[0])))
      region = try Region(fields[1])
      endpoint = try Endpoint(fields[2])
      credentials = Credentials(
        accessKeyID: fields[3], secretAccessKey: fields[4], sessionToken: fields[5] == "-" ? nil : fields[5])
      operation = fields[6]
      let digits = fields[7] == "-" ? [] : Array(fields[7])
      body = try stride(from: 0, to: digits.count, by: 2).map { index in
        try #require(UInt8(String(digits[index...index + 1]), radix: 16))
      }
      date = fields[8]
      signature = fields[9]
    }
  }

  @Test("Every vector has botocore's date, signed headers and signature")
  func vectors() throws {
    let lines = botocoreVectors.split(separator: "\n")
    #expect(lines.count >= 200)
    for line in lines {
      let vector = try Vector(line)
      let signer = RequestSigner(endpoint: vector.endpoint, region: vector.region)
      let request = signer.request(
        vector.operation, body: vector.body, credentials: vector.credentials, now: vector.now)
      let response = HTTPResponse(status: 0, headers: request.headers)
      let token = vector.credentials.sessionToken
      let names = "content-type;host;x-amz-date;" + (token == nil ? "" : "x-amz-security-token;") + "x-amz-target"
      #expect(response.header("x-amz-date") == vector.date, "\(line)")
      #expect(response.header("x-amz-security-token") == token, "\(line)")
      #expect(
        response.header("authorization")
          == "AWS4-HMAC-SHA256 Credential=\(vector.credentials.accessKeyID)/\(vector.date.prefix(8))/"
          + "\(vector.region)/dynamodb/aws4_request, SignedHeaders=\(names), Signature=\(vector.signature)", "\(line)")
    }
  }

  @Test("What is kept from the last request never signs for other credentials, another second or another region")
  func contexts() throws {
    let regions = [try Region("eu-west-1"), try Region("us-east-1")]
    let signers = try regions.map { RequestSigner(endpoint: try Endpoint("http://localhost:8000"), region: $0) }
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<500 {
      let place = Int.random(in: 0...1, using: &generator)
      let credentials = Credentials(
        accessKeyID: ["A", "B"].randomElement(using: &generator) ?? "",
        secretAccessKey: ["one", "two"].randomElement(using: &generator) ?? "",
        sessionToken: [nil, "x", "y"].randomElement(using: &generator) ?? nil)
      // The last second of a day, and the first of the next.
      let now = Timestamp(seconds: Int64.random(in: 1_440_979_199...1_440_979_200, using: &generator))
      let kept = signers[place].request("GetItem", body: [1], credentials: credentials, now: now)
      let new = RequestSigner(endpoint: try Endpoint("http://localhost:8000"), region: regions[place])
        .request("GetItem", body: [1], credentials: credentials, now: now)
      #expect(kept == new, "\(credentials) \(now)")
    }
  }

  @Test(
    "A session token with white space is signed as AWS reads it, and sent as it is", arguments: [" x", "x  y", "x\t"])
  func whiteSpace(token: String) throws {
    let credentials = Credentials(accessKeyID: "A", secretAccessKey: "one", sessionToken: token)
    let now = Timestamp(seconds: 1_440_938_160)
    let request = RequestSigner(endpoint: try Endpoint("http://localhost:8000"), region: try Region("eu-west-1"))
      .request("GetItem", body: [1], credentials: credentials, now: now)
    let headers = request.headers.filter { ["content-type", "host", "x-amz-target"].contains($0.name) }
    let response = HTTPResponse(status: 0, headers: request.headers)
    #expect(response.header("x-amz-security-token") == token)
    #expect(
      response.header("authorization")
        == SignatureV4.authorization(
          method: "POST", path: "/", query: "", headers: headers, payload: [1], credentials: credentials,
          region: "eu-west-1", service: "dynamodb", now: now))
  }
}
