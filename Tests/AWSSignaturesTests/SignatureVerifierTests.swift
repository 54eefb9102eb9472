import AWSSignatures
import DynamoDB
import Testing

@Suite("Whom a verifier believes")
struct SignatureVerifierTests {
  static let now = Timestamp(seconds: 1_800_000_000)
  static let secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"

  /// A request, and the verifier's clock.
  struct Trial {
    var method = "POST"
    var target = "/"
    var headers = [
      ("content-type", "application/x-amz-json-1.0"), ("host", "127.0.0.1:8000"),
      ("x-amz-target", "DynamoDB_20120810.GetItem"),
    ]
    var body = Array("{}".utf8)
    var id = "AKIDEXAMPLE"
    var secret = SignatureVerifierTests.secret
    var region = "eu-west-1"
    var service = "dynamodb"
    var signedAt = SignatureVerifierTests.now
    var readAt = SignatureVerifierTests.now
    /// `nil` for all.
    var signed: [String]?
    var authorization: (String) -> String? = { $0 }
    /// What happens on the way.
    var change: (inout SignedHead, inout [UInt8]) -> Void = { _, _ in }

    func refusal() -> SignatureError? {
      let time = SigningTime(signedAt)
      var head = SignedHead(
        method: method, target: target,
        headers: (headers + [("x-amz-date", time.stamp)]).map { SignedHead.Header(name: $0.0, value: $0.1) })
      let scope = SigningScope(day: time.day, region: region, service: service)
      let text = SignatureV4.authorization(
        for: CanonicalRequest(
          method: method, path: head.path, query: head.query,
          headers: head.headers.filter { signed?.contains($0.name) ?? true }, payload: body),
        stamp: time.stamp, scope: scope.text, accessKeyID: id, key: SigningKey(secret: secret, scope: scope))
      if let text = authorization(text) { head.headers.append(.init(name: "authorization", value: text)) }
      var received = body
      change(&head, &received)
      do throws(SignatureError) {
        try SignatureVerifier(secrets: ["AKIDEXAMPLE": SignatureVerifierTests.secret, "other": "secret"])
          .claim(of: head, now: readAt).check(body: received)
        return nil
      } catch {
        return error
      }
    }
  }

  private static let mismatch = SignatureError.invalid(
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and "
      + "signing method. Consult the service documentation for details.")

  @Test("A request that was signed with a known key, and reads as it was sent")
  func good() {
    #expect(Trial().refusal() == nil)
    #expect(Trial(target: "/?b=2&a=1&a=0", signed: nil).refusal() == Self.mismatch)
    #expect(Trial(target: "/?a=0&a=1&b=2").refusal() == nil)
    #expect(Trial(region: "local").refusal() == nil)
    var spread = Trial()
    spread.authorization = { $0.split(separator: " ").joined(separator: "  ") }
    #expect(spread.refusal() == nil)
    var spaces = Trial()
    spaces.headers.append(("x-note", "  a   b "))
    #expect(spaces.refusal() == nil)
    var proxied = Trial()
    proxied.change = { head, _ in head.headers.append(.init(name: "x-forwarded-for", value: "10.0.0.1")) }
    #expect(proxied.refusal() == nil)
  }

  @Test("Not one that was changed on its way, in whatever place")
  func changed() {
    let changes: [(inout SignedHead, inout [UInt8]) -> Void] = [
      { head, _ in head.method = "PUT" }, { head, _ in head.path = "/x" }, { head, _ in head.query = "a=1" },
      { _, body in body[0] ^= 1 }, { _, body in body = [] }, { _, body in body.append(0x20) },
      { head, _ in head.headers[2].value = "DynamoDB_20120810.DeleteTable" },
      { head, _ in head.headers[1].value = "evil" },
      { head, _ in head.headers[0].value += "x" }, { head, _ in head.headers.remove(at: 0) },
      { head, _ in head.headers.append(head.headers[2]) },
    ]
    for (index, change) in changes.enumerated() {
      var trial = Trial()
      trial.change = change
      #expect(trial.refusal() == Self.mismatch, "\(index)")
    }
  }

  @Test("Not one with another secret, nor with any other digits")
  func forged() {
    #expect(Trial(secret: "guessed").refusal() == Self.mismatch)
    #expect(Trial(id: "other").refusal() == Self.mismatch)
    for change: (String) -> String in [
      { String($0.dropLast()) }, { String($0.dropLast()) + ($0.last == "0" ? "1" : "0") }, { $0 + "0" },
      {
        $0.uppercased().replacing("AWS4-HMAC-SHA256 CREDENTIAL", with: "AWS4-HMAC-SHA256 Credential")
          .replacing("SIGNEDHEADERS", with: "SignedHeaders").replacing("SIGNATURE", with: "Signature")
          .replacing("AKIDEXAMPLE/", with: "AKIDEXAMPLE/").replacing(
            "EU-WEST-1/DYNAMODB/AWS4_REQUEST", with: "eu-west-1/dynamodb/aws4_request")
      },
    ] {
      var trial = Trial()
      trial.authorization = change
      #expect(trial.refusal() == Self.mismatch)
    }
  }

  @Test("Not one of a stranger, nor one with a session token, which nobody gave")
  func strangers() {
    #expect(Trial(id: "AKIDSTRANGER").refusal() == .unknownKey)
    var trial = Trial()
    trial.headers.append(("x-amz-security-token", "token"))
    #expect(trial.refusal() == .unknownKey)
  }

  @Test("Within a quarter of an hour of its time, to the second")
  func window() {
    for seconds in [-900, -1, 1, 900] as [Int64] {
      #expect(Trial(signedAt: Self.now + .seconds(seconds)).refusal() == nil, "\(seconds)")
    }
    #expect(
      Trial(signedAt: Self.now - .seconds(901)).refusal()
        == .invalid(
          "Signature expired: 20270115T074459Z is now earlier than 20270115T074500Z (20270115T080000Z - 15 min.)"))
    #expect(
      Trial(signedAt: Self.now + .seconds(901)).refusal()
        == .invalid(
          "Signature not yet current: 20270115T081501Z is still later than 20270115T081500Z (20270115T080000Z + 15 min.)"
        ))
  }

  @Test("What says where a request goes and what it does has to be signed")
  func unsignedHeaders() {
    let host = Trial(signed: ["content-type", "x-amz-date", "x-amz-target"])
    #expect(host.refusal() == .invalid("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization."))
    let target = Trial(signed: ["content-type", "host", "x-amz-date"])
    #expect(target.refusal() == .invalid("'x-amz-target' must be a 'SignedHeader' in the AWS Authorization."))
    #expect(Trial(signed: ["host", "x-amz-date", "x-amz-target"]).refusal() == nil)
  }

  @Test("A signature for something else is not one for this")
  func scopes() {
    #expect(Trial(service: "s3").refusal() == .invalid("Credential should be scoped to correct service: 'dynamodb'."))
    #expect(Trial(region: "").refusal() == .invalid("Credential should be scoped to a valid region."))
    var day = Trial()
    day.authorization = { $0.replacing("20270115", with: "20270114") }
    #expect(day.refusal()?.code == "InvalidSignatureException")
    var short = Trial()
    short.authorization = { $0.replacing("20270115/", with: "2027/") }
    #expect(short.refusal()?.code == "InvalidSignatureException")
  }

  @Test("What is no signature at all is named as that, and its text stays out of the answer")
  func incomplete() {
    let cases: [(String?, SignatureError)] = [
      (nil, .missing),
      ("Basic c2VjcmV0", .incomplete("Unsupported AWS 'algorithm': it has to be 'AWS4-HMAC-SHA256'.")),
      (
        "AWS4-HMAC-SHA256",
        .incomplete(
          "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter. "
            + "Authorization header requires 'SignedHeaders' parameter.")
      ),
      (
        "AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=0",
        .incomplete("Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term.")
      ),
    ]
    for (text, expected) in cases {
      var trial = Trial()
      trial.authorization = { _ in text }
      #expect(trial.refusal() == expected)
    }
    var undated = Trial()
    undated.change = { head, _ in head.headers.removeAll { $0.name == "x-amz-date" } }
    #expect(undated.refusal()?.code == "IncompleteSignatureException")
    for stamp in [
      "20270115T080000", "20271315T080000Z", "20270132T080000Z", "20270115T240000Z", "2027-01-15T08:00Z", "",
    ] {
      var odd = Trial()
      odd.change = { head, _ in head.headers[3].value = stamp }
      #expect(odd.refusal()?.code == "IncompleteSignatureException", "\(stamp)")
    }
  }

  @Test("Stamps are read as they are written")
  func stamps() {
    for seconds in [0, 951_782_399, 951_782_400, 1_709_164_800, 4_102_444_799] as [Int64] {
      let moment = Timestamp(seconds: seconds)
      #expect(SigningTime.moment(ofStamp: SigningTime(moment).stamp) == moment)
    }
    #expect(SigningTime.moment(ofStamp: "20270229T000000Z") == nil)
  }
}
