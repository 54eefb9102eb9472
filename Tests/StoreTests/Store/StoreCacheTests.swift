import DynamoDB
import TableTheory
import Testing

@Suite("A store: leases, publications and regeneration")
struct StoreCacheTests {
  /// Runs `body` with a cache table of its own.
  private func withPages(
    _ store: Store, _ body: @Sendable @escaping (CacheTable) async throws -> Void
  ) async throws {
    try await withStore(store) { client async throws in
      let pages = CacheTable(uniqueTableName(), on: client, leases: .init(owner: "store tests"))
      try await pages.createIfMissing()
      // Who comes later finds it made.
      try await pages.createIfMissing()
      let outcome: Result<Void, any Error>
      do {
        outcome = .success(try await body(pages))
      } catch {
        outcome = .failure(error)
      }
      _ = try await client.send(DeleteTable(table: pages.name))
      try outcome.get()
    }
  }

  @Test("A lease is held by one, is renewed, and after its release by the next", arguments: Store.all)
  func lease(store: Store) async throws {
    try await withPages(store) { pages async throws in
      let key: CacheKey = "/a"
      let lease = try await pages.leases.acquire(key, for: .seconds(600))
      let attempt = try await pages.leases.tryAcquire(key, for: .seconds(600))
      guard case .held(let holder) = attempt else {
        Issue.record("\(attempt)")
        return
      }
      #expect(holder.owner == "store tests")
      #expect(holder.fence == lease.fence)
      #expect(holder.expiresAt == lease.expiresAt)
      let expiresAt = lease.expiresAt
      let renewed = try await pages.leases.renew(lease, for: .seconds(1200))
      #expect(renewed.expiresAt > expiresAt)
      #expect(try await pages.leases.release(renewed) == .released)
      #expect(try await pages.leases.holder(of: key) == nil)
      let next = try await pages.leases.acquire(key, for: .seconds(600))
      #expect(next.fence > lease.fence)
      await #expect(throws: LeaseError.self) { try await pages.leases.renew(lease, for: .seconds(600)) }
      #expect(try await pages.leases.release(lease) == .lost)
    }
  }

  @Test("Of many who want a lease at once, one gets it", arguments: Store.all)
  func contention(store: Store) async throws {
    try await withPages(store) { pages async throws in
      for round in 0..<5 {
        let winners = try await withThrowingTaskGroup(of: Int.self) { group in
          for _ in 0..<16 {
            group.addTask {
              if case .acquired = try await pages.leases.tryAcquire(CacheKey("/\(round)"), for: .seconds(600)) {
                1
              } else {
                0
              }
            }
          }
          return try await group.reduce(0, +)
        }
        #expect(winners == 1)
      }
    }
  }

  @Test("What is published is there, once, and only its lease's holder publishes", arguments: Store.all)
  func publish(store: Store) async throws {
    try await withPages(store) { pages async throws in
      let key: CacheKey = "/a"
      let lease = try await pages.leases.acquire(key, for: .seconds(600))
      let publication = Publication(objectKey: "one", revalidateAfter: .seconds(60), etag: "\"é\"", status: 200)
      try await pages.publish(publication, holding: lease)
      let entry = try #require(try await pages.entry(for: key, consistentRead: true))
      #expect(entry.objectKey == "one")
      #expect(entry.etag == "\"é\"")
      #expect(entry.fence == lease.fence)
      #expect(entry.version == 1)
      #expect(try await pages.leases.holder(of: key) == nil)

      // Another one's turn: the first cannot publish over it.
      let next = try await pages.leases.acquire(key, for: .seconds(600))
      try await pages.publish(Publication(objectKey: "two", revalidateAfter: .seconds(60)), holding: next)
      await #expect(throws: PublishError.self) {
        try await pages.publish(Publication(objectKey: "three", revalidateAfter: .seconds(60)), holding: lease)
      }
      let last = try #require(try await pages.entry(for: key, consistentRead: true))
      #expect(last.objectKey == "two")
      #expect(last.version == 2)
    }
  }

  @Test("However many want a page that is not there, it is rendered once", arguments: Store.all)
  func regenerate(store: Store) async throws {
    try await withPages(store) { pages async throws in
      let regenerator = Regenerator(
        pages, configuration: .init(contention: .wait, polling: Polling(longestPause: .milliseconds(100))))
      let sources = try await withThrowingTaskGroup(of: Page.self) { group in
        for task in 0..<8 {
          group.addTask {
            try await regenerator.entry(for: "/a") { _ in
              Publication(objectKey: "by-\(task)", revalidateAfter: .seconds(600))
            }
          }
        }
        return try await group.reduce(into: [Page]()) { $0.append($1) }
      }
      #expect(sources.count { $0.source == .rendered } == 1)
      #expect(Set(sources.map(\.entry.objectKey)).count == 1)
    }
  }
}
