import DynamoDB
import Synchronization
import Testing

@testable import AWSDynamoDB

@Suite("Credentials are refreshed before they expire, once for all", .timeLimit(.minutes(5)))
struct RefreshingCredentialsTests {
  private let time = SteppedTime()

  private func key(_ provider: RefreshingCredentials) async throws -> String {
    try await provider.credentials().accessKeyID
  }

  private func settled(_ provider: RefreshingCredentials) async { await until { !provider.isRefreshing } }

  @Test("They are kept until 15 minutes before their end, or until a quarter of their life is left")
  func windows() async throws {
    for (lifetime, kept) in [(6 * 3600, 6 * 3600 - 900), (3600, 2700), (60, 45)] as [(Int64, Int64)] {
      let provider = ScriptedProvider(lifetime: .seconds(lifetime), time)
      let refreshing = RefreshingCredentials(provider, time: time)
      #expect(try await key(refreshing) == "1")
      time.advance(by: .seconds(kept) - .nanoseconds(1))
      #expect(try await key(refreshing) == "1")
      await settled(refreshing)
      #expect(provider.calls == 1)
      time.advance(by: .nanoseconds(1))
      #expect(try await key(refreshing) == "1")
      await settled(refreshing)
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
        await until { refreshing.waiting == 100 }
        provider.open()
        for try await key in group { #expect(key == expected) }
      }
      // They have expired by then.
      time.advance(by: .seconds(3600))
    }
    #expect(provider.calls == 2)
    #expect(provider.mostAtOnce == 1)
  }

  @Test("Nobody waits for a refresh until the very moment when the old ones expire; from then on all do")
  func servedWhileRefreshing() async throws {
    let provider = ScriptedProvider(lifetime: .seconds(3600), time)
    let refreshing = RefreshingCredentials(provider, time: time)
    #expect(refreshing.current == nil)
    #expect(provider.calls == 0)
    _ = try await key(refreshing)
    provider.close()
    time.advance(by: .seconds(2700))
    // Who only looks has it begin as well.
    #expect(refreshing.current?.accessKeyID == "1")
    await until { provider.calls == 2 && time.sleepers == 1 }
    for _ in 0..<100 {
      #expect(try await key(refreshing) == "1")
      #expect(refreshing.current?.accessKeyID == "1")
    }
    // A minute is all that a refresh may take: the last one begins shortly before the end.
    time.advance(by: .seconds(60))
    await settled(refreshing)
    time.advance(by: .seconds(839))
    #expect(try await key(refreshing) == "1")
    await until { provider.calls == 3 }
    time.advance(by: .seconds(1) - .nanoseconds(1))
    #expect(try await key(refreshing) == "1")
    time.advance(by: .nanoseconds(1))
    #expect(refreshing.current == nil)
    try await withThrowingTaskGroup(of: String.self) { group in
      for _ in 0..<10 { group.addTask { try await key(refreshing) } }
      await until { refreshing.waiting == 10 }
      provider.open()
      for try await key in group { #expect(key == "3") }
    }
    #expect(provider.calls == 3)
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
      await settled(refreshing)
      if provider.calls > before { moments.append(time.now - start) }
      time.advance(by: .milliseconds(500))
    }
    let expected = [0, 1, 3, 7, 15, 31, 63, 123, 183].map { Duration.seconds($0) }
    #expect(Array(moments.prefix(9)) == expected)
    #expect(moments.count == 6 + 14)
    #expect(refreshing.lastFailure == CredentialsError("no, 21"))
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
    #expect(refreshing.lastFailure == nil)
    _ = try await key(refreshing)
    #expect(refreshing.lastFailure == nil)
    isBroken.withLock { $0 = true }
    time.advance(by: .seconds(60))
    for _ in 0..<5 {
      await #expect { try await key(refreshing) } throws: { "\($0)" == "no credentials: looked there, 2" }
    }
    time.advance(by: .seconds(1))
    await #expect { try await key(refreshing) } throws: { "\($0)".hasSuffix("3") }
    isBroken.withLock { $0 = false }
    time.advance(by: .seconds(1))
    #expect(refreshing.lastFailure == CredentialsError("looked there, 3"))
    #expect(try await key(refreshing) == "4")
    #expect(refreshing.lastFailure == nil)
  }

  @Test("While a refresh hangs and the old ones are good, no request fails, however short its deadline")
  func hangs() async throws {
    let provider = ScriptedProvider(lifetime: .seconds(3600), time)
    let refreshing = RefreshingCredentials(provider, time: time)
    _ = try await key(refreshing)
    provider.close()
    time.advance(by: .seconds(3600 - 9 * 60))
    var configuration = AWSDynamoDBClient.Configuration(
      region: try Region("eu-west-1"), credentials: refreshing, deadline: .seconds(3), time: time)
    configuration.retryPolicy = .never
    let transport = StubTransport(.answer(200, "{}"))
    let client = AWSDynamoDBClient(configuration, transport: transport)
    for _ in 0..<100 {
      _ = try await client.send(Sample.get)
      time.advance(by: .milliseconds(100))
    }
    #expect(transport.sent.count == 100)
    await until { provider.calls == 2 }
    #expect(refreshing.isRefreshing)
  }

  @Test("A refresh is given up after a minute, and says so; the next one comes after a pause")
  func limit() async throws {
    let provider = ScriptedProvider(lifetime: .seconds(3600), time)
    let refreshing = RefreshingCredentials(provider, time: time)
    _ = try await key(refreshing)
    provider.close()
    time.advance(by: .seconds(2700))
    #expect(try await key(refreshing) == "1")
    await until { provider.calls == 2 && time.sleepers == 1 }
    time.advance(by: .seconds(60))
    await settled(refreshing)
    #expect(provider.inside == 0)
    #expect(refreshing.lastFailure == CredentialsError("they did not come within 60.0 seconds"))
    provider.open()
    #expect(try await key(refreshing) == "1")
    #expect(!refreshing.isRefreshing)
    time.advance(by: .seconds(1))
    #expect(try await key(refreshing) == "1")
    await settled(refreshing)
    #expect(try await key(refreshing) == "3")
    #expect(refreshing.lastFailure == nil)
  }

  @Test("A place that needs longer than a request waits delivers in the end: the requests' deadlines do not end it")
  func slowPlace() async throws {
    let provider = ScriptedProvider(lifetime: .seconds(3600), time)
    let refreshing = RefreshingCredentials(provider, time: time)
    provider.close()
    for _ in 0..<5 {
      async let request = complaint { try await refreshing.credentials(within: .seconds(3), of: time) }
      await until { refreshing.waiting == 1 && provider.calls == 1 && time.sleepers == 2 }
      time.advance(by: .seconds(3))
      #expect(await request == "no credentials: they did not come within 3.0 seconds")
    }
    #expect(refreshing.waiting == 0)
    provider.open()
    #expect(try await key(refreshing) == "1")
    #expect(provider.calls == 1)
  }

  @Test("A refresh does not stay behind when nobody has the object any more", .timeLimit(.minutes(5)))
  func deinitialised() async throws {
    let provider = ScriptedProvider(lifetime: .seconds(3600), time)
    var refreshing: RefreshingCredentials? = RefreshingCredentials(provider, time: time)
    _ = try await refreshing?.credentials()
    provider.close()
    time.advance(by: .seconds(3000))
    #expect(refreshing?.current?.accessKeyID == "1")
    await until { provider.inside == 1 && time.sleepers == 1 }
    refreshing = nil
    await until { provider.inside == 0 && time.sleepers == 0 }
    #expect(!Task.isCancelled)
  }

  @Test("Where the time was spent is told by what the provider says when it is cancelled; late ones are taken")
  func limited() async throws {
    let slow = LateProvider(time: time, reply: .failure(CredentialsError("the place: cancelled")))
    #expect(
      await complaint { try await slow.credentials(within: .seconds(5), of: time) }
        == "no credentials: they did not come within 5.0 seconds: the place: cancelled")
    let late = LateProvider(time: time, reply: .success(.numbered(7)))
    #expect(try await late.credentials(within: .seconds(5), of: time).accessKeyID == "7")
  }

  /// Answers when it is cancelled, which comes of the time that it lets pass.
  private struct LateProvider: CredentialsProvider {
    let time: SteppedTime
    let reply: Result<Credentials, CredentialsError>

    func credentials() async throws(CredentialsError) -> Credentials {
      await until { time.sleepers == 1 }
      time.advance(by: .seconds(5))
      await until { false }
      return try reply.get()
    }
  }

  @Test("All who wait for a refresh that fails are told, and it is asked once")
  func failedForAll() async throws {
    let provider = ScriptedProvider { _ in .failure(CredentialsError("no")) }
    let refreshing = RefreshingCredentials(provider, time: time)
    provider.close()
    await withTaskGroup(of: String?.self) { group in
      for _ in 0..<20 { group.addTask { await complaint { try await key(refreshing) } } }
      await until { refreshing.waiting == 20 }
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

  @Test("If the caller that had a refresh begin is cancelled, the refresh goes on for the others")
  func beginnerCancelled() async throws {
    let provider = ScriptedProvider(lifetime: .seconds(3600), time)
    let refreshing = RefreshingCredentials(provider, time: time)
    provider.close()
    let first = Task { await complaint { try await key(refreshing) } }
    await until { provider.calls == 1 }
    try await withThrowingTaskGroup(of: String.self) { group in
      for _ in 0..<10 { group.addTask { try await key(refreshing) } }
      await until { refreshing.waiting == 11 }
      first.cancel()
      #expect(await first.value?.contains("cancelled") == true)
      #expect(refreshing.waiting == 10)
      provider.open()
      for try await key in group { #expect(key == "1") }
    }
    #expect(provider.calls == 1)
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
    await until { refreshing.waiting == 3 }
    second.cancel()
    #expect(await second.value?.contains("cancelled") == true)
    let fourth = Task {
      cancelCurrentTask()
      return await complaint { try await key(refreshing) }
    }
    #expect(await fourth.value?.contains("cancelled") == true)
    #expect(refreshing.waiting == 2)
    provider.open()
    #expect(try await first.value == "1")
    #expect(try await third.value == "1")
  }

  @Test("A clock that is set back does not make an old failure last")
  func clockSetBack() {
    var plan = RefreshPlan()
    let now = Timestamp(seconds: 1_000_000)
    let error = CredentialsError("no")
    let begins = [plan.begin(at: now), plan.begin(at: now)]
    #expect(begins == [true, false])
    #expect(plan.answer(at: now) == nil)
    let told = plan.ended(.failure(error), at: now)
    #expect(told == .failure(error))
    let beginsAgain = [plan.begin(at: now), plan.begin(at: now - .seconds(3600))]
    #expect(beginsAgain == [false, true])
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
