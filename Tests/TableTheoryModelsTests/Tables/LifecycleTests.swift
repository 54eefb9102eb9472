import DynamoDB
import Testing

@testable import TableTheoryModels

/// Source: TableTheory's DMS v0.1, "Behaviour".
@Suite struct LifecycleTests {
  @Test func aNewItemHasItsMomentsAndTheVersionZero() async throws {
    let tables = try await Tables()
    let created = try await tables.articles.create(Article(slug: "1"))
    #expect(created.createdAt == tables.time.now)
    #expect(created.updatedAt == tables.time.now)
    let item = try #require(try await tables.item("1"))
    #expect(item["created_at"] == "2023-11-14T22:13:20.123456789Z")
    #expect(item["version"] == 0)
    #expect(try await tables.articles.get(Article.key("1"), consistentRead: true) == created)
  }

  @Test func createLeavesWhatIsThereAlone() async throws {
    let tables = try await Tables()
    let first = try await tables.articles.create(Article(slug: "1", headline: "first"))
    #expect(
      await failure { () throws(TypedTableError) in try await tables.articles.create(Article(slug: "1")) } == .exists)
    #expect(try await tables.articles.get(Article.key("1")) == first)
  }

  @Test func anUpdateRaisesTheVersionAndKeepsTheMomentOfCreation() async throws {
    let tables = try await Tables()
    var article = try await tables.articles.create(Article(slug: "1", headline: "x", subtitle: "s"))
    tables.time.advance(by: .milliseconds(25))
    article.headline = "y"
    article.subtitle = "not said"
    let updated = try await tables.articles.update(article, \.headline)
    #expect(updated.headline == "y")
    #expect(updated.subtitle == "s", "what was not named stays")
    #expect(updated.version == 1)
    #expect(updated.createdAt == article.createdAt)
    #expect(updated.updatedAt == tables.time.now)
  }

  @Test func whoReadAnOlderVersionChangesNothing() async throws {
    let tables = try await Tables()
    let read = try await tables.articles.create(Article(slug: "1"))
    try await tables.articles.update(Article.key("1"), version: 0) { $0.set(\.headline, to: "theirs") }
    var mine = read
    mine.headline = "mine"
    #expect(
      await failure { () throws(TypedTableError) in try await tables.articles.update(mine, \.headline) }
        == .versionMismatch(expected: 0, found: 1))
    #expect(try await tables.articles.get(Article.key("1"))?.headline == "theirs")
  }

  @Test func anUpdateSaysWhichVersionItIsFor() async throws {
    let tables = try await Tables()
    try await tables.articles.create(Article(slug: "1"))
    let unsaid = await failure { () throws(TypedTableError) in
      try await tables.articles.update(Article.key("1")) { $0.set(\.headline, to: "y") }
    }
    guard case .invalid = unsaid else {
      Issue.record("\(String(describing: unsaid))")
      return
    }
    #expect(
      try await tables.articles.update(Article.key("1"), version: .any) { $0.set(\.headline, to: "y") }.version == 1)
  }

  @Test func anUpdateMakesNoItem() async throws {
    let tables = try await Tables()
    for version in [ExpectedVersion.any, 0] {
      #expect(
        await failure { () throws(TypedTableError) in
          try await tables.articles.update(Article.key("1"), version: version) { $0.set(\.headline, to: "y") }
        } == .notFound)
    }
    #expect(
      await failure { () throws(TypedTableError) in
        try await tables.counters.update(Counter.key()) { $0.add(1, to: \.count) }
      } == .notFound)
    #expect(try await tables.item("1") == nil)
  }

  @Test func whatTheLibraryOwnsCannotBeChanged() async throws {
    let tables = try await Tables()
    try await tables.articles.create(Article(slug: "1"))
    for change: (inout ModelUpdate<Article>) -> Void in [
      { $0.set(\.version, to: 7) }, { $0.set(\.createdAt, to: .unset) }, { $0.set(\.updatedAt, to: .unset) },
      { $0.set(\.pk, to: "SITE#b") }, { $0.set(\.sk, to: "ARTICLE#2") }, { $0.set(\.site, to: "b") },
    ] {
      let error = await failure { () throws(TypedTableError) in
        try await tables.articles.update(Article.key("1"), version: .any, change)
      }
      guard case .model = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
    }
    #expect(try await tables.articles.get(Article.key("1"))?.version == 0)
  }

  @Test func aDeletionMayRequireAVersion() async throws {
    let tables = try await Tables()
    try await tables.articles.create(Article(slug: "1"))
    #expect(
      await failure { () throws(TypedTableError) in try await tables.articles.delete(Article.key("1"), version: 3) }
        == .versionMismatch(expected: 3, found: 0))
    try await tables.articles.delete(Article.key("1"), version: 0)
    #expect(try await tables.item("1") == nil)
    try await tables.articles.delete(Article.key("1"))
  }

  @Test func aPutBeginsAnew() async throws {
    let tables = try await Tables()
    try await tables.articles.create(Article(slug: "1"))
    tables.time.advance(by: .seconds(1))
    let put = try await tables.articles.put(Article(slug: "1", headline: "z"))
    #expect(put.createdAt == tables.time.now)
    #expect(put.version == 0)
    let refused = await failure { () throws(TypedTableError) in
      try await tables.articles.put(Article(slug: "1"), if: \.headline == "other")
    }
    #expect(refused == .conditionFailed(item: try await tables.item("1")))
  }
}
