import DynamoDB
import TableTheory
import Testing

/// Whatever time is asked for is given in full, or refused.
struct DurationTests {
  @Test(
    "Durations that cannot be honoured are refused before anything is sent",
    arguments: [
      Duration.zero, .seconds(-1), .nanoseconds(999_999), .seconds(400 * 24 * 3600), .seconds(Int64.max),
      .seconds(Int64.min),
    ])
  func refused(duration: Duration) async throws {
    let world = try await World()
    let a = world.worker("a")
    let lease = a.pages.leases.lease(on: "home", token: "t", fence: 1)
    for step in [
      { try await a.pages.leases.acquire("home", for: duration) },
      { try await a.pages.leases.acquire("home", for: duration, waitingUpTo: .seconds(1)) },
      { try await a.pages.leases.renew(lease, for: duration) },
    ] {
      await #expect { _ = try await step() } throws: { error in
        if case .invalid = error as? LeaseError { true } else { false }
      }
    }
    #expect(a.client.sent.isEmpty)
  }

  @Test(
    "A lease is held for the whole time that was asked for, wherever in a second it begins",
    arguments: [Duration.milliseconds(1), .milliseconds(250), .milliseconds(999), .seconds(1), .seconds(365 * 86_400)],
    [Duration.zero, .nanoseconds(1), .milliseconds(999)])
  func honoured(duration: Duration, offset: Duration) async throws {
    let world = try await World()
    world.time.advance(by: offset)
    let (a, b) = (world.worker("a"), world.worker("b"))
    let lease = try await a.pages.leases.acquire("home", for: duration)
    #expect(lease.remaining == duration)
    #expect(lease.isSafe(for: duration))
    #expect(!lease.isSafe(for: duration + .nanoseconds(1)))
    world.time.advance(by: duration - .nanoseconds(1))
    #expect(lease.remaining == .nanoseconds(1))
    await #expect(throws: LeaseError.self) { try await b.pages.leases.acquire("home", for: .seconds(1)) }
    world.time.advance(by: .seconds(1))
    #expect(lease.remaining == .zero)
    _ = try await b.pages.leases.acquire("home", for: .seconds(1))
  }

  @Test("The holder's time counts from before the request was sent")
  func slowRequest() async throws {
    let world = try await World()
    let a = world.worker("a")
    let time = world.time
    a.client.script("UpdateItem", [.meanwhile { _ in time.advance(by: .seconds(4)) }])
    let lease = try await a.pages.leases.acquire("home", for: .seconds(10))
    #expect(lease.remaining == .seconds(6))
    a.client.script("UpdateItem", [.meanwhile { _ in time.advance(by: .seconds(3)) }])
    try await a.pages.leases.renew(lease, for: .seconds(10))
    #expect(lease.remaining == .seconds(7))
  }

  @Test("A renewal never shortens a lease")
  func neverShorter() async throws {
    let world = try await World()
    let a = world.worker("a")
    let lease = try await a.pages.leases.acquire("home", for: .seconds(60))
    let renewed = try await a.pages.leases.renew(lease, for: .seconds(10))
    #expect(renewed.remaining == .seconds(60))
    #expect(try await world.row("home", "LOCK")?["lease_expires_at"] == 1_700_000_060)
  }

  @Test("With a margin for clocks the holder stops earlier, and others begin later")
  func margin() async throws {
    let world = try await World()
    let (a, b) = (world.worker("a", clockSkew: .seconds(2)), world.worker("b", clockSkew: .seconds(2)))
    let lease = try await a.pages.leases.acquire("home", for: .seconds(10))
    #expect(lease.remaining == .seconds(8))
    #expect(try await a.pages.leases.renew(lease, for: .seconds(20)).remaining == .seconds(18))
    world.time.advance(by: .seconds(18))
    #expect(!lease.isSafe(for: .nanoseconds(1)))
    world.time.advance(by: .milliseconds(3_999))
    await #expect(throws: LeaseError.self) { try await b.pages.leases.acquire("home", for: .seconds(10)) }
    world.time.advance(by: .milliseconds(1))
    _ = try await b.pages.leases.acquire("home", for: .seconds(10))
    await #expect(throws: LeaseError.self) { try await b.pages.leases.acquire("other", for: .seconds(2)) }
  }

  @Test("A lease that was given back or published under has no time left")
  func over() async throws {
    let world = try await World()
    let a = world.worker("a")
    let released = try await a.pages.leases.acquire("home", for: .seconds(10))
    try await a.pages.leases.release(released)
    let published = try await a.pages.leases.acquire("home", for: .seconds(10))
    try await a.pages.publish(Publication(objectKey: "x", revalidateAfter: .seconds(60)), holding: published)
    for lease in [released, published] {
      #expect(lease.remaining == .zero)
      #expect(!lease.isSafe(for: .zero))
    }
  }
}
