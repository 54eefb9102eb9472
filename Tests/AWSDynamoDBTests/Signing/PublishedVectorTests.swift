import AWSSignatures
import DynamoDB
import Testing

@testable import AWSDynamoDB

@Suite("Signatures are those that AWS publishes")
struct PublishedVectorTests {
  /// The credentials of all of AWS's examples.
  static let secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
  static let time = SigningTime(Timestamp(seconds: 1_440_938_160))
  static let host = HTTPHeader("Host", "example.amazonaws.com")
  static let date = HTTPHeader("X-Amz-Date", "20150830T123600Z")
  static let token = HTTPHeader(
    "X-Amz-Security-Token",
    "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuw"
      + "thAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQ"
      + "cHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICC"
      + "R/oLxBA==")

  struct Vector: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var request: CanonicalRequest
    var signature: String

    init(
      _ name: String, _ method: String = "GET", query: String = "", headers: [HTTPHeader] = [], body: String = "",
      signature: String
    ) {
      testDescription = name
      request = CanonicalRequest(
        method: method, query: query, headers: [host, date] + headers, payload: Array(body.utf8))
      self.signature = signature
    }
  }

  /// From the Signature Version 4 test suite.
  static let suite = [
    Vector("get-vanilla", signature: "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
    Vector(
      "get-vanilla-query-order-key-case", query: "Param1=value1&Param2=value2",
      signature: "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"),
    Vector(
      "get-header-key-duplicate",
      headers: ["value2", "value2", "value1"].map { HTTPHeader("My-Header1", $0) },
      signature: "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea"),
    Vector(
      "get-header-value-trim",
      headers: [HTTPHeader("My-Header1", " value1"), HTTPHeader("My-Header2", " \"a   b   c\"")],
      signature: "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736"),
    Vector("post-vanilla", "POST", signature: "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"),
    Vector(
      "post-sts-header-before", "POST", headers: [token],
      signature: "85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead"),
    Vector(
      "post-x-www-form-urlencoded", "POST",
      headers: [HTTPHeader("Content-Type", "application/x-www-form-urlencoded")], body: "Param1=value1",
      signature: "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a"),
  ]

  @Test("A request of the test suite gets the suite's signature", arguments: suite)
  func testSuite(vector: Vector) {
    let scope = SigningScope(day: Self.time.day, region: "us-east-1", service: "service")
    let text = SignatureV4.stringToSign(vector.request, stamp: Self.time.stamp, scope: scope.text)
    var signature: [UInt8] = []
    SigningKey(secret: Self.secret, scope: scope).appendSignature(of: text, to: &signature)
    #expect(String(decoding: signature, as: UTF8.self) == vector.signature)
  }

  @Test("The documentation's ListUsers request gets its canonical form, its string to sign and its header")
  func listUsers() {
    let request = CanonicalRequest(
      method: "GET", query: "Action=ListUsers&Version=2010-05-08",
      headers: [
        HTTPHeader("Host", "iam.amazonaws.com"), Self.date,
        HTTPHeader("Content-Type", "application/x-www-form-urlencoded; charset=utf-8"),
      ], payload: [])
    #expect(
      String(decoding: request.text, as: UTF8.self) == """
        GET
        /
        Action=ListUsers&Version=2010-05-08
        content-type:application/x-www-form-urlencoded; charset=utf-8
        host:iam.amazonaws.com
        x-amz-date:20150830T123600Z

        content-type;host;x-amz-date
        e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
        """)
    let scope = SigningScope(day: "20150830", region: "us-east-1", service: "iam")
    #expect(
      String(
        decoding: SignatureV4.stringToSign(request, stamp: Self.time.stamp, scope: scope.text), as: UTF8.self) == """
          AWS4-HMAC-SHA256
          20150830T123600Z
          20150830/us-east-1/iam/aws4_request
          f536975d06c0309214f805bb90ccff089219ecd68b2577efef23edd43b7e1a59
          """)
    let header = SignatureV4.authorization(
      for: request, stamp: Self.time.stamp, scope: scope.text, accessKeyID: "AKIDEXAMPLE",
      key: SigningKey(secret: Self.secret, scope: scope))
    #expect(
      header == "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, "
        + "SignedHeaders=content-type;host;x-amz-date, "
        + "Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7")
  }
}
