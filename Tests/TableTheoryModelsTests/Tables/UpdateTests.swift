import DynamoDB
import Testing

@testable import TableTheoryModels

@Suite struct UpdateTests {
  @Test func eachPropertyIsChangedAsItIsStored() async throws {
    let tables = try await Tables()
    try await tables.articles.create(Article(slug: "1", subtitle: "s", reads: 2, tags: ["a", "b"]))
    let updated = try await tables.articles.update(Article.key("1"), version: 0, if: \.status == .draft) {
      $0.set(\.status, to: .live)
      $0.set(\.layout, to: .init(columns: 2, name: "n"))
      $0.set(\.expiresAt, to: Timestamp(milliseconds: 1_500))
      $0.remove(\.subtitle)
      $0.add(3, to: \.reads)
      $0.insert(["c"], into: \.tags)
    }
    #expect(updated.status == .live)
    #expect(updated.layout == .init(columns: 2, name: "n"))
    #expect(updated.subtitle == nil)
    #expect(updated.reads == 5)
    #expect(updated.tags == ["a", "b", "c"])
    let item = try #require(try await tables.item("1"))
    #expect(item["ttl"] == 2, "rounded up: nothing expires before its time")
    #expect(item["layout"] == #"{"columns":2,"name":"n"}"#)
    #expect(item["subtitle"] == nil)
    let less = try await tables.articles.update(Article.key("1"), version: 1) { $0.take(["a", "b"], outOf: \.tags) }
    #expect(less.tags == ["c"])
  }

  @Test func aConditionThatIsFalseSaysWhatIsThere() async throws {
    let tables = try await Tables()
    try await tables.articles.create(Article(slug: "1"))
    #expect(
      await failure { () throws(TypedTableError) in
        try await tables.articles.update(Article.key("1"), version: 0, if: \.headline == "other") {
          $0.set(\.headline, to: "y")
        }
      } == .conditionFailed(item: try await tables.item("1")))
  }

  @Test func anUpdateThatChangesNothingIsNotSent() async throws {
    let tables = try await Tables()
    guard
      case .invalid = await failure({ () throws(TypedTableError) in
        try await tables.articles.update(Article.key("1"), version: 0) { _ in }
      })
    else {
      Issue.record("it was not refused")
      return
    }
    #expect(tables.client.sent(UpdateItem.self).isEmpty)
  }
}
