import HTTPTypes
import Testing

@testable import IdempotencyMiddleware

@Suite("What Idempotency-Key says")
struct KeyFieldTests {
  private func field(_ values: String...) -> IdempotencyKeyField {
    var headers = HTTPFields()
    for value in values { headers.append(HTTPField(name: .idempotencyKey, value: value)) }
    return IdempotencyKeyField(headers)
  }

  @Test(
    "A string in quotes is the key, escapes and all",
    arguments: [
      (#""8e03978e-40d5-43e8-bc93-6894a57f9324""#, "8e03978e-40d5-43e8-bc93-6894a57f9324"), (#"  "a"  "#, "a"),
      (#""a\"b\\c""#, #"a"b\c"#), (#"" ""#, " "),
    ])
  func keys(value: String, key: String) { #expect(field(value) == .key(key)) }

  @Test(
    "Nothing else is one",
    arguments: [
      "8e03978e-40d5-43e8-bc93-6894a57f9324", #""""#, #"""#, #""a"#, #"a""#, #""a"b""#, #""a\b""#, #""a\""#, #""ä""#,
      #""a";x=1"#, ":YQ==:", "1", "",
    ])
  func others(value: String) {
    guard case .malformed = field(value) else {
      Issue.record("\(value) is \(field(value))")
      return
    }
  }

  @Test("It may be there once, and be no longer than a key is")
  func bounds() {
    #expect(field() == .missing)
    let longest = String(repeating: "a", count: IdempotencyKeyField.longestKey)
    #expect(field("\"\(longest)\"") == .key(longest))
    for values in [field("\"a\"", "\"a\""), field("\"\(longest)a\"")] {
      guard case .malformed = values else {
        Issue.record("\(values)")
        return
      }
    }
  }
}
