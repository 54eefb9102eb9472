import DynamoDB
import Synchronization
import Testing

@testable import AWSDynamoDB

@Suite("Credentials are refreshed before they expire, once for all", .timeLimit(.minutes(1)))
struct RefreshingCredentialsTests {
  private let time = SteppedTime()

  private func key(_ provider: RefreshingCredentials) async throws -> String {
    try await provider.credentials().accessKeyID
  }

  @Test("They are kept until 15 minutes before their end, or until a quarter of their life is left")
  func windows() async throws {
    for (lifetime, kept) in [(6 * 3600, 6 * 3600 - 900), (3600, 2700), (60, 45)] as [(Int64, Int64)] {
      let provider = ScriptedProvider(lifetime: .seconds(lifetime), time)
      let refreshing = RefreshingCredentials(provider, time: time)
      #expect(try await key(refreshing) == "1")
      time.advance(by: .seconds(kept) - .nanoseconds(1))
      #expect(try await key(refreshing) == "1")
      time.advance(by: .nanoseconds(1))
      #expect(try await key(refreshing) == "2")
      #expect(try await key(refreshing) == "2")
      #expect(provider.calls == 2)
    }
  }

  @Test("Credentials without an expiration are asked for once")
  func withoutExpiration() async throws {
    let provider = ScriptedProvider { .success(.numbered($0)) }
    let refreshing = RefreshingCredentials(provider, time: time)
    for _ in 0..<3 {
      #expect(try await key(refreshing) == "1")
      time.advance(by: .seconds(1_000_000_000))
    }
    #expect(provider.calls == 1)
  }

  @Test("A hundred callers at once cost one refresh")
  func onceForAll() async throws {
    let provider = ScriptedProvider(lifetime: .seconds(3600), time)
    let refreshing = RefreshingCredentials(provider, time: time)
    for expected in ["1", "2"] {
      provider.close()
      try await withThrowingTaskGroup(of: String.self) { group in
        for _ in 0..<100 { group.addTask { try await key(refreshing) } }
        await until { refreshing.waiting == 99 }
        provider.open()
        for try await key in group { #expect(key == expected) }
      }
      // They have expired by then.
      time.advance(by: .seconds(3600))
    }
    #expect(provider.calls == 2)
    #expect(provider.mostAtOnce == 1)
  }

  @Test("While one refreshes early, the others go on with what is there; near the end they wait for it")
  func servedWhileRefreshing() async throws {
    let provider = ScriptedProvider(lifetime: .seconds(3600), time)
    let refreshing = RefreshingCredentials(provider, time: time)
    _ = try await key(refreshing)
    time.advance(by: .seconds(2995))
    provider.close()
    try await withThrowingTaskGroup(of: String.self) { group in
      group.addTask { try await key(refreshing) }
      await until { provider.calls == 2 }
      for _ in 0..<100 { #expect(try await key(refreshing) == "1") }
      time.advance(by: .seconds(5))
      for _ in 0..<10 { group.addTask { try await key(refreshing) } }
      await until { refreshing.waiting == 10 }
      provider.open()
      for try await key in group { #expect(key == "2") }
    }
    #expect(provider.calls == 2)
  }

  @Test("A failed refresh leaves the old ones in use, and is tried again after longer and longer pauses")
  func failedEarly() async throws {
    let time = self.time
    let end = time.now + .seconds(6 * 3600)
    let provider = ScriptedProvider {
      $0 == 1 ? .success(.numbered(1, expiration: end)) : .failure(CredentialsError("no, \($0)"))
    }
    let refreshing = RefreshingCredentials(provider, time: time)
    _ = try await key(refreshing)
    time.advance(by: end - time.now - .seconds(900))
    let start = time.now
    var moments: [Duration] = []
    while time.now < end {
      let before = provider.calls
      #expect(try await key(refreshing) == "1")
      if provider.calls > before { moments.append(time.now - start) }
      time.advance(by: .milliseconds(500))
    }
    let expected = [0, 1, 3, 7, 15, 31, 63, 123, 183].map { Duration.seconds($0) }
    #expect(Array(moments.prefix(9)) == expected)
    #expect(moments.count == 6 + 14)
    await #expect { try await key(refreshing) } throws: { "\($0)".hasSuffix("no, 22") }
  }

  @Test("When they have expired the refresh's error is told, for a second at most without asking again")
  func failedLate() async throws {
    let time = self.time
    let isBroken = Mutex(false)
    let provider = ScriptedProvider { number in
      isBroken.withLock { $0 }
        ? .failure(CredentialsError("looked there, \(number)"))
        : .success(.numbered(number, expiration: time.now + .seconds(60)))
    }
    let refreshing = RefreshingCredentials(provider, time: time)
    _ = try await key(refreshing)
    isBroken.withLock { $0 = true }
    time.advance(by: .seconds(60))
    for _ in 0..<5 {
      await #expect { try await key(refreshing) } throws: { "\($0)" == "no credentials: looked there, 2" }
    }
    time.advance(by: .seconds(1))
    await #expect { try await key(refreshing) } throws: { "\($0)".hasSuffix("3") }
    isBroken.withLock { $0 = false }
    time.advance(by: .seconds(1))
    #expect(try await key(refreshing) == "4")
  }

  @Test("A refresh that hangs is given up after ten seconds where the old ones are still good")
  func hangs() async throws {
    let provider = ScriptedProvider(lifetime: .seconds(3600), time)
    let refreshing = RefreshingCredentials(provider, time: time)
    _ = try await key(refreshing)
    time.advance(by: .seconds(2700))
    provider.close()
    let slow = Task { try await key(refreshing) }
    await until { provider.calls == 2 && time.sleepers == 1 }
    time.advance(by: .seconds(10))
    #expect(try await slow.value == "1")
    provider.open()
    #expect(try await key(refreshing) == "1")
    time.advance(by: .seconds(1))
    #expect(try await key(refreshing) == "3")
  }

  @Test("All who wait for a refresh that fails are told, and it is asked once")
  func failedForAll() async throws {
    let provider = ScriptedProvider { _ in .failure(CredentialsError("no")) }
    let refreshing = RefreshingCredentials(provider, time: time)
    provider.close()
    await withTaskGroup(of: String?.self) { group in
      for _ in 0..<20 { group.addTask { await complaint { try await key(refreshing) } } }
      await until { refreshing.waiting == 19 }
      provider.open()
      for await text in group { #expect(text == "no credentials: no") }
    }
    #expect(provider.calls == 1)
  }

  @Test("Credentials that come expired are an error, which asks about the clock")
  func expiredOnArrival() async throws {
    let provider = ScriptedProvider(lifetime: .zero, time)
    let refreshing = RefreshingCredentials(provider, time: time)
    await #expect { try await key(refreshing) } throws: { "\($0)".contains("expired already") }
  }

  @Test("If the task that refreshes is cancelled, one of those who wait takes over, and nobody else fails")
  func takeOver() async throws {
    let provider = ScriptedProvider(lifetime: .seconds(3600), time)
    let refreshing = RefreshingCredentials(provider, time: time)
    provider.close()
    let first = Task { await complaint { try await key(refreshing) } }
    await until { provider.calls == 1 }
    try await withThrowingTaskGroup(of: String.self) { group in
      for _ in 0..<10 { group.addTask { try await key(refreshing) } }
      await until { refreshing.waiting == 10 }
      first.cancel()
      #expect(await first.value?.contains("cancelled") == true)
      await until { provider.calls == 2 }
      provider.open()
      for try await key in group { #expect(key == "2") }
    }
    #expect(provider.calls == 2)
    #expect(refreshing.waiting == 0)
  }

  @Test("Cancelling one who waits fails only that one, at once")
  func cancelledWaiter() async throws {
    let provider = ScriptedProvider(lifetime: .seconds(3600), time)
    let refreshing = RefreshingCredentials(provider, time: time)
    provider.close()
    let first = Task { try await key(refreshing) }
    await until { provider.calls == 1 }
    let second = Task { await complaint { try await key(refreshing) } }
    let third = Task { try await key(refreshing) }
    await until { refreshing.waiting == 2 }
    second.cancel()
    #expect(await second.value?.contains("cancelled") == true)
    let fourth = Task {
      cancelCurrentTask()
      return await complaint { try await key(refreshing) }
    }
    #expect(await fourth.value?.contains("cancelled") == true)
    #expect(refreshing.waiting == 1)
    provider.open()
    #expect(try await first.value == "1")
    #expect(try await third.value == "1")
  }

  @Test("A clock that is set back does not make an old failure last")
  func clockSetBack() async throws {
    var plan = RefreshPlan()
    let now = Timestamp(seconds: 1_000_000)
    guard case .refresh = plan.step(at: now) else { return #expect(Bool(false)) }
    plan.failed(CredentialsError("no"), at: now)
    guard case .fail = plan.step(at: now) else { return #expect(Bool(false)) }
    guard case .refresh = plan.step(at: now - .seconds(3600)) else { return #expect(Bool(false)) }
  }

  @Test("Ten thousand requests, credentials expiring every second: no failed request, and none signed with old ones")
  func tenThousandRequests() async throws {
    let time = self.time
    let provider = ScriptedProvider { number in
      .success(
        Credentials(
          accessKeyID: "\(number)", secretAccessKey: "s",
          sessionToken: String((time.now + .seconds(1)).milliseconds), expiration: time.now + .seconds(1)))
    }
    let late = Counter()
    let transport = StubTransport(.answer(200, "{}")) { sent in
      let token = HTTPResponse(status: 0, headers: sent.request.headers).header("x-amz-security-token")
      if token.flatMap({ Int64($0) }) ?? 0 <= time.now.milliseconds { _ = late.next() }
    }
    let client = try AWSDynamoDBClient.scripted(
      transport, time: time, credentials: RefreshingCredentials(provider, time: time))
    for _ in 0..<1000 {
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<10 { group.addTask { _ = try await client.send(Sample.get) } }
        try await group.waitForAll()
      }
      time.advance(by: .milliseconds(10))
    }
    #expect(transport.sent.count == 10_000)
    #expect(late.next() == 1)
    #expect((10...15).contains(provider.calls))
  }
}
