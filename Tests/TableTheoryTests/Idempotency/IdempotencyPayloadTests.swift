import Testing

@testable import TableTheory

/// Which payloads are the same one.
struct IdempotencyPayloadTests {
  private func canonical(_ json: String) throws -> String {
    String(decoding: try IdempotencyPayload.canonicalJSON(Array(json.utf8)), as: UTF8.self)
  }

  @Test(
    "Vectors of the canonical form",
    arguments: [
      (#"{"b":1,"a":2}"#, #"{"a":2,"b":1}"#),
      (#" { "a" : [ 1 , { "z" : null , "y" : true } ] } "#, #"{"a":[1,{"y":true,"z":null}]}"#),
      // The order is that of UTF-16 code units, as in RFC 8785: a surrogate comes before U+FB33.
      ("{\"\u{FB33}\":1,\"\u{1F600}\":2}", "{\"\u{1F600}\":2,\"\u{FB33}\":1}"),
      (#""\u00e9\u20ac\ud83d\ude00\/""#, "\"é€😀/\""),
      (#""\u0008\u0009\u000a\u000C\u000d\u001F\u0022\u005c""#, #""\b\t\n\f\r\u001f\"\\""#),
      ("1", "1"), ("1.0", "1"), ("1e0", "1"), ("10E-1", "1"), ("0.1e1", "1"), ("100", "100"), ("1e2", "100"),
      ("0", "0"), ("-0", "0"), ("-0.0e5", "0"), ("0.10", "0.1"), ("-1.50", "-1.5"), ("1e-3", "0.001"),
      // Exact where a Double is not.
      ("9007199254740993", "9007199254740993"),
      ("0.1000000000000000055511151231257827", "0.1000000000000000055511151231257827"),
      ("12345678901234567890123456789012345678901", "12345678901234567890123456789012345678901e0"),
      ("1e126", "1e126"), ("10.0e125", "1e126"), ("1e-131", "1e-131"),
      ("[]", "[]"), ("{}", "{}"), (#"[{},[],"",false]"#, #"[{},[],"",false]"#),
    ])
  func canonicalForm(json: String, form: String) throws {
    #expect(try canonical(json) == form)
    #expect(try canonical(form) == form)
  }

  @Test("The hash is SHA-256 of the canonical form, in hexadecimal digits")
  func hash() throws {
    // sha256sum of {"a":2,"b":1}
    #expect(
      try IdempotencyPayload(json: Array(#"{"b": 1.0, "a": 2}"#.utf8)).hash
        == "d3626ac30a87e6f7a6428233b3c68299976865fa5508e4267c5415c76af7a772")
    #expect(
      IdempotencyPayload.none.hash == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
  }

  @Test(
    "What differs in any value is another payload",
    arguments: [
      (#"{"a":null}"#, "{}"), ("[1,2]", "[2,1]"), (#""1""#, "1"), ("1", "1.00000000000000000001"), ("0", "false"),
      ("\"\u{E9}\"", "\"e\u{301}\""), (#"{"a":{"b":1}}"#, #"{"a.b":1}"#), ("1", "-1"),
      ("12345678901234567890123456789012345678901", "12345678901234567890123456789012345678902"),
    ])
  func different(left: String, right: String) throws {
    #expect(try IdempotencyPayload(json: Array(left.utf8)) != IdempotencyPayload(json: Array(right.utf8)))
  }

  @Test(
    "What is not JSON, or says two things, is refused",
    arguments: [
      "", "{", "[1,]", "01", "1.", ".5", "+1", "1e", "NaN", "tru", "'a'", "\"\\x\"", "\"\\ud800\"", "\"a", "{} {}",
      #"{"a":1,"a":1}"#, #"{"\u0061":1,"a":2}"#, "1e1000000000", "1e99999999999999999999", "{1:2}", "\u{FEFF}1",
      String(repeating: "[", count: 101) + String(repeating: "]", count: 101), "\"\\", "-", "nul",
    ])
  func refused(json: String) {
    #expect {
      try IdempotencyPayload(json: Array(json.utf8))
    } throws: { error in
      if case .invalid = error as? IdempotencyError { true } else { false }
    }
  }

  @Test("Bytes that are no UTF-8 are refused, and cut off anywhere nothing crashes")
  func anyBytes() {
    #expect(throws: IdempotencyError.self) { try IdempotencyPayload(json: [0x22, 0xFF, 0x22]) }
    let json = Array(#"{"a":[1.5e-3,"\u00e9\\",{"b":null}],"c":true}"#.utf8)
    for length in 0..<json.count {
      #expect(throws: IdempotencyError.self) { try IdempotencyPayload(json: Array(json.prefix(length))) }
    }
  }

  private struct Order: Codable, Sendable {
    var id: UInt64
    var amount: Double
    var note: String?
    var sentAt: Double
  }

  @Test("An Encodable value has the hash of its JSON")
  func encodable() throws {
    let order = Order(id: .max, amount: 12.5, note: nil, sentAt: 1)
    let json = #"{"sentAt":1,"amount":12.50,"id":18446744073709551615}"#
    #expect(try IdempotencyPayload(order) == IdempotencyPayload(json: Array(json.utf8)))
    #expect(throws: IdempotencyError.self) { try IdempotencyPayload([Double.nan]) }
  }

  @Test("Only the chosen fields count, and whether they are there")
  func fields() throws {
    let payload = { (json: String, fields: [String]) in
      try IdempotencyPayload(json: Array(json.utf8), only: fields).hash
    }
    let fields = ["/order/id", "/lines/1/amount"]
    let first = try payload(#"{"order":{"id":7},"lines":[{},{"amount":2}],"sent":1}"#, fields)
    #expect(try payload(#"{"sent":2,"lines":[{"x":1},{"amount":2.0}],"order":{"y":1,"id":7}}"#, fields) == first)
    #expect(try payload(#"{"order":{"id":8},"lines":[{},{"amount":2}]}"#, fields) != first)
    #expect(
      try payload(#"{"order":{"id":7}}"#, fields) != payload(#"{"order":{"id":7},"lines":[0,{"amount":null}]}"#, fields)
    )
    #expect(try payload(#"{"a/b":{"~c":1}}"#, ["/a~1b/~0c"]) == payload(#"{"z":0,"a/b":{"~c":1}}"#, ["/a~1b/~0c"]))
    for bad in [["/nothing"], ["order"], [], ["/lines/01"], ["/lines/-1"]] {
      #expect(throws: IdempotencyError.self) { try payload(#"{"order":1,"lines":[1,2]}"#, bad) }
    }
  }
}
