import TableTheoryModels
import Testing

@Suite("Templates of keys")
struct KeyTemplateTests {
  @Test("A template is read as it is written", arguments: ["LOCK", "CACHE#{key}", "{a}{b}", "{{}}", "a{{b}}{c}", ""])
  func roundTrip(text: String) throws {
    #expect(try #require(KeyTemplate(text)).description == text)
  }

  @Test("Whose braces do not match is none", arguments: ["{", "}", "{}", "a{b", "{a{b}}", "a}b"])
  func malformed(text: String) {
    #expect(KeyTemplate(text) == nil)
  }

  @Test("Its parts")
  func parts() throws {
    let template = try #require(KeyTemplate("TENANT#{tenant}#CACHE#{key}"))
    #expect(template.parts == [.text("TENANT#"), .value("tenant"), .text("#CACHE#"), .value("key")])
    #expect(template.prefix == "TENANT#")
    #expect(template.valueNames == ["tenant", "key"])
    #expect(template.constantText == nil)
    #expect(KeyTemplate.constant("LOCK").constantText == "LOCK")
  }
}
