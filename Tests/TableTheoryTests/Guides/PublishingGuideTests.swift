import DynamoDB
import EmbeddedDynamoDB
import TableTheory
import Testing

/// The examples of docs/publishing.md and docs/ttl.md, as they stand there.
struct PublishingGuideTests {
  private let pages: CacheTable

  init() async throws { pages = CacheTable("pages", on: try await World().engine) }

  private func render(_ page: String) async throws -> String { "<p>\(page)</p>" }

  private func renderAndStore(_ page: String) async throws -> (name: String, hash: String) { (page + "-1", "9f86d081") }

  @Test("In place")
  func inPlace() async throws {
    let old = try await pages.entry(for: "home", consistentRead: true)
    let lease = try await pages.leases.acquire("home", for: .seconds(10))
    let body = try await renderAndStore("home")  // under a name of its own, before publishing
    let entry = try await pages.publish(
      Publication(objectKey: body.name, revalidateAfter: .seconds(60), etag: body.hash, status: 200),
      holding: lease, replacing: old)

    #expect(entry.objectKey == "home-1")
  }

  private func publish(_ publication: Publication, holding lease: Lease) async throws -> String {
    do throws(PublishError) {
      try await pages.publish(publication, holding: lease)
    } catch {
      switch error {
      case .lost, .stale, .guardFailed:
        return "somebody newer is there or at work"  // the body may be served once; it is not current
      case .outcomeUnknown, .throttled:
        try await pages.publish(publication, holding: lease)  // it says so if it went through already
      case .invalid, .unavailable:
        throw error  // a mistake of the program's, or the table cannot be used
      case .requestLost, .requestNotCompleted:
        throw error  // only where a request's record was to be completed with it
      }
    }
    return "published"
  }

  @Test("A stale writer is told so")
  func stale() async throws {
    let overtaken = try await pages.leases.acquire("home", for: .seconds(10))
    _ = try await pages.leases.release(overtaken)
    let lease = try await pages.leases.acquire("home", for: .seconds(10))
    #expect(
      try await publish(Publication(objectKey: "home-1", revalidateAfter: .seconds(60)), holding: lease) == "published")
    let late = Publication(objectKey: "home-0", revalidateAfter: .seconds(60))
    #expect(try await publish(late, holding: overtaken) == "somebody newer is there or at work")
  }

  @Test("Pointer swap: versions are kept, and one of them made current again")
  func versions() async throws {
    for name in ["home-1", "home-2"] {
      let lease = try await pages.leases.acquire("home", for: .seconds(10))
      try await pages.publish(
        Publication(objectKey: name, revalidateAfter: .seconds(60), recipe: .keepingVersions), holding: lease)
    }

    let versions = try await pages.history(of: "home")
    let lease = try await pages.leases.acquire("home", for: .seconds(10))
    try await pages.rollback(to: versions[1], holding: lease, revalidateAfter: .seconds(3600))
    try await pages.prune("home", keeping: 5)

    #expect(try await pages.entry(for: "home")?.objectKey == "home-1")
  }

  @Test("An unchanged body is published under its old ETag, and only over the entry that was seen")
  func etag() async throws {
    let first = try await pages.leases.acquire("home", for: .seconds(10))
    try await pages.publish(
      Publication(objectKey: "home-0", revalidateAfter: .seconds(60), etag: "9f86d081"), holding: first)

    let old = try await pages.entry(for: "home", consistentRead: true)
    let lease = try await pages.leases.acquire("home", for: .seconds(10))
    let body = try await renderAndStore("home")
    let isUnchanged = body.hash == old?.etag
    try await pages.publish(
      Publication(
        objectKey: isUnchanged ? old?.objectKey ?? body.name : body.name, revalidateAfter: .seconds(60),
        etag: body.hash),
      holding: lease, replacing: old, if: .etag(old?.etag))

    #expect(try await pages.entry(for: "home", consistentRead: true)?.objectKey == "home-0")
  }

  @Test("The compact layout")
  func compact() async throws {
    let client = EmbeddedDynamoDB()
    try await CacheTable("pages", on: client).createIfMissing()

    let pages = CacheTable("pages", on: client, layout: .compact)

    _ = try await Regenerator(pages).entry(for: "home") { _ in
      Publication(objectKey: "home-1", revalidateAfter: .seconds(60))
    }
    #expect(try await client.getItem(["pk": "CACHE#home", "sk": "PAGE"], from: "pages") != nil)
  }

  @Test("Written with a TTL, read by its age")
  func freshness() async throws {
    let time = SystemTime()
    let lease = try await pages.leases.acquire("home", for: .seconds(10))
    func serve(_ entry: CacheEntry) -> String { entry.objectKey }

    try await pages.publish(
      Publication(objectKey: "home-1", revalidateAfter: .seconds(60), retention: .seconds(7 * 24 * 3600)),
      holding: lease)

    let entry = try await pages.entry(for: "home")
    let freshness = Freshness(
      of: entry, at: time.now, generations: try await pages.generations(of: entry))
    switch freshness {
    case .fresh(let until): print("serve it; nobody need ask before \(until)")
    case .stale(let since): print("serve it, and make it anew: its time was over \(since)")
    case .invalidated(_, .soft): print("the same: somebody asked for a new one")
    case .invalidated(_, .hard): print("do not serve it: it is wrong")
    case .missing: print("make it: never published, or deleted by TTL")
    }

    #expect(freshness.isFresh)
    await #expect(throws: PublishError.self) {
      let lease = try await pages.leases.acquire("home", for: .seconds(10))
      try await pages.publish(
        Publication(objectKey: "home-1", revalidateAfter: .seconds(60), retention: .seconds(60)), holding: lease)
    }
  }
}
