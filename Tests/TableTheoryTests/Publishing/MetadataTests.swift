import DynamoDB
import TableTheory
import Testing

@Suite("What an entry says beside where its body is")
struct MetadataTests {
  @Test(
    "Everything that was published is read back, and what the next one lacks is gone", arguments: CacheLayout.allCases)
  func roundTrip(layout: CacheLayout) async throws {
    let world = try await World()
    let a = world.worker("a", layout: layout)
    let full = Publication(
      objectKey: "home-1", revalidateAfter: .seconds(60), etag: "\"1\"", status: 200, contentType: "text/html",
      headers: ["Content-Language": "de"], renderTime: .milliseconds(250), deployID: "42", tags: ["news", "sport"])
    let lease = try await a.pages.leases.acquire("home", for: .seconds(10))
    try await a.pages.publish(full, holding: lease)
    let read = try #require(try await a.pages.entry(for: "home"))
    #expect(read.headers == ["Content-Language": "de"])
    #expect(read.tags == ["news", "sport"])
    #expect(read.renderTime == .milliseconds(250))
    #expect(read.deployID == "42")
    #expect(read.expiresAt == read.generatedAt + .seconds(7 * 24 * 3600))
    let next = try await a.pages.leases.acquire("home", for: .seconds(10))
    try await a.pages.publish(Publication(objectKey: "home-2", revalidateAfter: .seconds(60)), holding: next)
    let later = try #require(try await a.pages.entry(for: "home"))
    #expect(later.headers.isEmpty)
    #expect(later.tags.isEmpty)
    #expect(later.etag == nil)
    #expect(later.deployID == nil)
  }

  @Test(
    "A row larger than its budget is refused before it is written, and what takes the room is named",
    arguments: CacheLayout.allCases)
  func budget(layout: CacheLayout) async throws {
    let world = try await World()
    let a = world.worker("a", layout: layout)
    let lease = try await a.pages.leases.acquire("home", for: .seconds(10))
    a.client.forgetSent()
    let large = Publication(
      objectKey: "home-1", revalidateAfter: .seconds(60), headers: ["Link": String(repeating: "x", count: 1000)])
    await #expect {
      try await a.pages.publish(large, holding: lease)
    } throws: { error in
      guard case .invalid(let message) = error as? PublishError else { return false }
      return message.contains("more than its budget of 1024") && message.contains("headers takes 1015")
    }
    #expect(a.client.sent.isEmpty)
    let roomy = world.worker("b", layout: layout, configuration: .init(metadataBudget: 4096))
    _ = try await roomy.pages.publish(large, holding: lease)
  }

  @Test("What is within the budget costs the units it is for", arguments: CacheLayout.allCases)
  func cost(layout: CacheLayout) async throws {
    let world = try await World()
    let a = world.worker("a", layout: layout)
    // As large as the budget allows.
    var size = 1024
    while true {
      let lease = try await a.pages.leases.acquire("home", for: .seconds(10))
      let text = String(repeating: "x", count: size)
      let publication = Publication(objectKey: "home", revalidateAfter: .seconds(60), headers: ["Link": text])
      do {
        try await a.pages.publish(publication, holding: lease)
        break
      } catch PublishError.invalid {
        try await a.pages.leases.release(lease)
        size -= 1
      }
    }
    #expect(size > 500)
    let row = try #require(try await world.row("home", layout == .compact ? "PAGE" : "META"))
    #expect(row.size <= 1024)
    // With a lease in it, too.
    _ = try await a.pages.leases.acquire("home", for: .seconds(10))
    let held = try #require(try await world.row("home", layout == .compact ? "PAGE" : "META"))
    #expect(held.size <= 1024)
  }

  @Test("A page that is not there is fresh for a shorter time", arguments: [404, 410, 500, 503])
  func negative(status: Int) async throws {
    let world = try await World()
    let a = world.worker("a")
    let lease = try await a.pages.leases.acquire("home", for: .seconds(10))
    let published = try await a.pages.publish(
      Publication(objectKey: "missing", revalidateAfter: .seconds(3600), status: status), holding: lease)
    #expect(published.revalidateAfter == .seconds(10))
    #expect(try await a.pages.entry(for: "home")?.revalidateAfter == .seconds(10))
    let other = try await a.pages.leases.acquire("gone", for: .seconds(10))
    let short = Publication(objectKey: "missing", revalidateAfter: .seconds(5), status: status)
    #expect(try await a.pages.publish(short, holding: other).revalidateAfter == .seconds(5))
  }

  @Test("A publication goes through only over the entry that its guard names", arguments: CacheLayout.allCases)
  func guards(layout: CacheLayout) async throws {
    let world = try await World()
    let a = world.worker("a", layout: layout)
    func publish(_ name: String, if condition: PublishGuard) async throws {
      let lease = try await a.pages.leases.acquire("home", for: .seconds(10))
      do {
        try await a.pages.publish(
          Publication(objectKey: name, revalidateAfter: .seconds(60), etag: "\"\(name)\""), holding: lease,
          if: condition)
      } catch {
        try await a.pages.leases.release(lease)
        throw error
      }
    }
    try await publish("one", if: .version(nil))
    try await publish("two", if: .etag("\"one\""))
    try await publish("three", if: .version(2))
    for condition in [PublishGuard.version(nil), .version(2), .etag("\"one\""), .etag(nil)] {
      await #expect {
        try await publish("four", if: condition)
      } throws: { error in
        guard case .guardFailed("home", let current?) = error as? PublishError else { return false }
        return current.objectKey == "three" && current.version == 3
      }
    }
    #expect(try await a.pages.entry(for: "home")?.objectKey == "three")
  }
}
