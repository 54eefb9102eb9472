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

  @Test("The key kept from the last request never signs for another secret, day or region")
  func keyCache() throws {
    let cache = SigningKeyCache()
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<500 {
      let scope = SigningScope(
        day: ["20150830", "20150831"].randomElement(using: &generator) ?? "",
        region: ["eu-west-1", "us-east-1"].randomElement(using: &generator) ?? "", service: "dynamodb")
      let secret = ["one", "two"].randomElement(using: &generator) ?? ""
      #expect(
        cache.key(secret: secret, scope: scope).signature(of: "x")
          == SigningKey(secret: secret, scope: scope).signature(of: "x"), "\(secret) \(scope)")
    }
  }
}
