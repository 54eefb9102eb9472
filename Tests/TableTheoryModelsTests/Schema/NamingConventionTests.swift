import TableTheoryModels
import Testing

@Suite("Names of attributes")
struct NamingConventionTests {
  @Test(
    "A property's name becomes words",
    arguments: [
      ("headline", "headline"), ("revalidateSeconds", "revalidate_seconds"), ("bodyURL", "body_url"),
      ("HTMLBody", "html_body"), ("s3Key", "s3_key"), ("isA", "is_a"), ("ttl", "ttl"), ("aB", "a_b"), ("x2y", "x2y"),
    ])
  func snakeCase(property: String, name: String) {
    #expect(NamingConvention.snakeCase.attributeName(of: property) == name)
    #expect(NamingConvention.snakeCase.allows(name))
    #expect(NamingConvention.camelCase.attributeName(of: property) == property)
  }

  @Test(
    "Names that break the convention",
    arguments: [
      (NamingConvention.snakeCase, ["PK", "aB", "a__b", "_a", "a_", "1a", "", "a-b", "é"]),
      (NamingConvention.camelCase, ["Pk", "a_b", "1a", "", "a-b", "é"]),
    ])
  func broken(convention: NamingConvention, names: [String]) {
    for name in names { #expect(!convention.allows(name), "\(name)") }
  }

  @Test("Camel case allows PK and SK as they are")
  func keys() {
    #expect(NamingConvention.camelCase.allows("PK"))
    #expect(NamingConvention.camelCase.allows("SK"))
  }
}
