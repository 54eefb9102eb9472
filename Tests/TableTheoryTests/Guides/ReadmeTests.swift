import EmbeddedDynamoDB
import TableTheory
import Testing

/// The README's examples, as they stand there.
struct ReadmeTests {
  private func render(_ page: String) async throws -> String { "<p>\(page)</p>" }

  private struct Bodies {
    func store(_ body: String) async throws -> String { "home-2.html" }
  }

  /// On a file, which a test would leave behind: compiled alone.
  private func onAFile() throws -> EmbeddedDynamoDB {
    let client = try EmbeddedDynamoDB(path: "pages.sqlite")
    return client
  }

  @Test("The first lease and the whole decision work as the README shows them")
  func examples() async throws {
    let client = EmbeddedDynamoDB()

    let pages = CacheTable("pages", on: client, leases: .init(owner: "worker-1"))
    try await pages.createIfMissing()

    switch try await pages.leases.tryAcquire("home", for: .seconds(10)) {
    case .acquired(let lease):
      let publication = Publication(objectKey: "home-1.html", revalidateAfter: .seconds(60))
      try await pages.publish(publication, holding: lease)
    case .held(let holder):
      print("\(holder.owner ?? "someone") has it until \(holder.expiresAt)")
    }
    #expect(try await pages.entry(for: "home")?.objectKey == "home-1.html")

    try await pages.invalidate("home")
    let bodies = Bodies()

    let page = try await Regenerator(pages).entry(for: "home") { lease in
      let body = try await render("home")
      return Publication(objectKey: try await bodies.store(body), revalidateAfter: .seconds(60))
    }
    #expect(page.source == .rendered)
    #expect(try await pages.entry(for: "home")?.objectKey == "home-2.html")
  }
}
