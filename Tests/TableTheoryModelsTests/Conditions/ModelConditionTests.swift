import DynamoDB
import Testing

@testable import TableTheoryModels

@Suite struct ModelConditionTests {
  private func tree(_ condition: ModelCondition<Article>) throws(ModelError) -> Condition { try condition.condition() }

  @Test func operatorsOnKeyPathsAreTheOneTree() throws {
    #expect(
      try tree(\.headline == "x" && \.version < 4) == (DocumentPath("headline") == "x" && DocumentPath("version") < 4))
    #expect(
      try tree(\.status != .live || !(\.reads >= 2))
        == (DocumentPath("status") != "live" || !(DocumentPath("reads") >= 2)))
    #expect(
      try tree(\.createdAt > Timestamp(seconds: 0)) == (DocumentPath("created_at") > "1970-01-01T00:00:00.000000000Z"))
  }

  @Test func aValueIsWhatTheAttributeIsStoredAs() throws {
    #expect(try tree(\.expiresAt <= Timestamp(milliseconds: 1_001)) == (DocumentPath("ttl") <= 2))
    #expect(try tree(\.tags == ["b", "a"]) == (DocumentPath("tags") == .stringSet(["a", "b"])))
    #expect(
      try tree(\.layout == .init(columns: 1, name: "n")) == (DocumentPath("layout") == #"{"columns":1,"name":"n"}"#))
    #expect(try tree(\.pk == "SITE#a") == (DocumentPath("pk") == "SITE#a"))
  }

  @Test func nilIsNoAttribute() throws {
    #expect(try tree(\.subtitle == nil) == DocumentPath("subtitle").doesNotExist)
    #expect(try tree(\.expiresAt != nil) == DocumentPath("ttl").exists)
    #expect(throws: ModelError.self) { try tree(\.subtitle < nil) }
  }

  @Test func functions() throws {
    #expect(try tree(.begins(\.headline, with: "a")) == DocumentPath("headline").begins(with: "a"))
    #expect(try tree(.contains(\.tags, "a")) == DocumentPath("tags").contains("a"))
    #expect(try tree(.between(\.reads, 1...3)) == DocumentPath("reads").isBetween(1, 3))
    #expect(try tree(.any(\.status, of: [.draft, .live])) == DocumentPath("status").isIn(["draft", "live"]))
    #expect(
      try tree(.count(\.tags, .greater, 2)) == .compare(.size("tags"), .greater, .value(2)))
    #expect(
      try tree(.exists(\.subtitle) && .missing(\.tags))
        == (DocumentPath("subtitle").exists && DocumentPath("tags").doesNotExist))
  }

  @Test func aPropertyWithoutAnAttributeIsAnErrorWhenItIsUsed() {
    #expect(throws: ModelError.self) { try tree(\.slug == "x") }
    #expect(throws: ModelError.self) { try tree(\.headline.count == 3 && \.version == 1) }
  }
}
