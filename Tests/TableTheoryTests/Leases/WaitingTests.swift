import DynamoDB
import Synchronization
import Testing

@testable import TableTheory

/// Waiting for a lease: what it costs, when it ends, and who comes next.
struct WaitingTests {
  private let other: Item = ["lease_token": "theirs", "lease_owner": "other", "lease_expires_at": 1_700_000_060]

  @Test("One who waits gets the lease when its time is over, and asks seldom until then")
  func expiry() async throws {
    let world = try await World()
    let a = world.worker("a")
    try await world.put("home", "LOCK", other)
    let lease = try await a.pages.leases.acquire("home", for: .seconds(10), waitingUpTo: .seconds(120))
    #expect(world.time.now >= Timestamp(seconds: 1_700_000_060))
    #expect(world.time.now < Timestamp(milliseconds: 1_700_000_060_050))
    #expect(lease.remaining == .seconds(10))
    #expect(a.client.sent.count < 70)
  }

  @Test("The margin for clocks is waited for")
  func clockSkew() async throws {
    let world = try await World()
    let a = world.worker("a", clockSkew: .seconds(3))
    try await world.put("home", "LOCK", other)
    _ = try await a.pages.leases.acquire("home", for: .seconds(10), waitingUpTo: .seconds(120))
    #expect(world.time.now >= Timestamp(seconds: 1_700_000_063))
    #expect(world.time.now < Timestamp(milliseconds: 1_700_000_063_050))
  }

  @Test("The wait ends at its deadline, and says who has it")
  func deadline() async throws {
    let world = try await World()
    let a = world.worker("a")
    try await world.put("home", "LOCK", other)
    await #expect {
      _ = try await a.pages.leases.acquire("home", for: .seconds(10), waitingUpTo: .seconds(20))
    } throws: {
      if case .held(let holder) = $0 as? LeaseError { holder.owner == "other" } else { false }
    }
    #expect(world.time.now == Timestamp(seconds: 1_700_000_020))
    #expect(a.pages.leases.waiting.count == 0)
    a.client.forgetSent()
    await #expect(throws: LeaseError.self) {
      try await a.pages.leases.acquire("home", for: .seconds(10), waitingUpTo: .zero)
    }
    #expect(a.client.sent.count == 1)
  }

  @Test("A throttled table is waited for; any other error ends the wait")
  func errors() async throws {
    let world = try await World()
    let a = world.worker("a")
    a.client.script("UpdateItem", [.error(.throttled("x")), .error(.transactionConflict("x"))])
    _ = try await a.pages.leases.acquire("home", for: .seconds(10), waitingUpTo: .seconds(20))
    a.client.script("UpdateItem", [.error(.resourceNotFound("x"))])
    await #expect(throws: LeaseError.unavailable("home", .resourceNotFound("x"))) {
      _ = try await a.pages.leases.acquire("home", for: .seconds(10), waitingUpTo: .seconds(20))
    }
    a.client.script("UpdateItem", Array(repeating: .error(.throttled("x")), count: 10_000))
    await #expect(throws: LeaseError.throttled("about")) {
      _ = try await a.pages.leases.acquire("about", for: .seconds(10), waitingUpTo: .seconds(20))
    }
  }

  @Test("Who waits after a lost answer goes on with the same token, and does not wait for itself")
  func lostAnswers() async throws {
    let world = try await World()
    let a = world.worker("a")
    a.client.script("UpdateItem", Array(repeating: .responseLost, count: 4))
    let lease = try await a.pages.leases.acquire("home", for: .seconds(60), waitingUpTo: .seconds(20))
    #expect(lease.token == "a-1")
    #expect(world.time.now < Timestamp(seconds: 1_700_000_001))
  }

  @Test("Who waits and never gets an answer learns that the lease may be his, and can find out")
  func neverAnswered() async throws {
    let world = try await World()
    let a = world.worker("a")
    a.client.script("UpdateItem", Array(repeating: .requestLost, count: 1000))
    do {
      _ = try await a.pages.leases.acquire("home", for: .seconds(60), waitingUpTo: .seconds(20))
    } catch .outcomeUnknown(let unknown) {
      let b = world.worker("b")
      _ = try await b.pages.leases.acquire("home", for: .seconds(60))
      #expect(unknown.key == "home")
      return
    }
    Issue.record("the outcome is known")
  }

  /// Tasks that all wait for one key, and who of them had it, in order.
  private func line(
    of count: Int, in world: World, _ leases: LeaseManager, waitingUpTo limit: Duration,
    _ during: (Line) async throws -> Void
  ) async throws {
    let line = Line()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<count {
        group.addTask {
          do throws(LeaseError) {
            let lease = try await leases.acquire("home", for: .seconds(600), waitingUpTo: limit)
            line.won(number, lease)
          } catch {
            line.failed(error)
          }
        }
        await eventually("\(number) stands in line") {
          leases.waiting.count(on: "home") == number + 1 && (number == 0 || world.time.sleepers >= number + 1)
            || line.hasWinner
        }
      }
      try await during(line)
      group.cancelAll()
    }
  }

  private final class Line: Sendable {
    private let state = Mutex<(order: [Int], leases: [Lease], errors: [LeaseError])>(([], [], []))
    func won(_ number: Int, _ lease: Lease) {
      state.withLock {
        $0.order.append(number)
        $0.leases.append(lease)
      }
    }
    func failed(_ error: LeaseError) { state.withLock { $0.errors.append(error) } }
    var order: [Int] { state.withLock { $0.order } }
    var hasWinner: Bool { !order.isEmpty }
    var leases: [Lease] { state.withLock { $0.leases } }
    var errors: [LeaseError] { state.withLock { $0.errors } }
  }

  @Test("However many tasks of a process wait for a key, the table is asked by one, and they come in order")
  func once() async throws {
    let world = try await World(stepped: true)
    let a = world.worker("a")
    try await world.put("home", "LOCK", other)
    try await line(of: 50, in: world, a.pages.leases, waitingUpTo: .seconds(300)) { line in
      #expect(a.client.sent.count == 1)
      for request in 2...5 {
        world.time.advance(by: world.time.pauses[0])
        await eventually("request \(request)") { a.client.sent.count == request && world.time.sleepers == 50 }
      }
      world.time.advance(by: .seconds(61))
      await eventually("the first has it") { line.order.count == 1 }
      #expect(a.client.sent.count == 6)
      // From now on the clock stands still: each is woken by the one before.
      for number in 0..<49 {
        await eventually("\(number + 1) waits") { a.pages.leases.waiting.count(on: "home") == 49 - number }
        try await a.pages.leases.release(line.leases[number])
        await eventually("\(number + 1) has it") { line.order.count == number + 2 }
      }
      #expect(line.order == Array(0..<50))
      #expect(a.client.sent.count == 6 + 2 * 49)
    }
    #expect(a.pages.leases.waiting.count == 0)
    #expect(world.time.sleepers == 0)
  }

  @Test("A publication passes the lease on as well")
  func published() async throws {
    let world = try await World(stepped: true)
    let a = world.worker("a")
    let lease = try await a.pages.leases.acquire("home", for: .seconds(60))
    try await line(of: 2, in: world, a.pages.leases, waitingUpTo: .seconds(300)) { line in
      try await a.pages.publish(Publication(objectKey: "x", revalidateAfter: .seconds(60)), holding: lease)
      await eventually("the first has it") { line.order == [0] }
    }
  }

  @Test("All who wait give up at their deadline, with the last holder and no request of their own")
  func deadlines() async throws {
    let world = try await World(stepped: true)
    let a = world.worker("a")
    try await world.put("home", "LOCK", other)
    try await line(of: 20, in: world, a.pages.leases, waitingUpTo: .milliseconds(20)) { line in
      world.time.advance(by: .milliseconds(20))
      await eventually("all gave up") { line.errors.count == 20 }
      #expect(line.errors.allSatisfy { if case .held(let holder) = $0 { holder.owner == "other" } else { false } })
      #expect(a.client.sent.count == 1)
    }
    #expect(a.pages.leases.waiting.count == 0)
    #expect(world.time.sleepers == 0)
  }

  @Test("Who is cancelled leaves the line at once, and the next goes on for him", arguments: [0, 1, 2])
  func cancelled(number: Int) async throws {
    let world = try await World(stepped: true)
    let a = world.worker("a")
    let leases = a.pages.leases
    let lease = try await leases.acquire("home", for: .seconds(60))
    var tasks: [Task<Result<Lease, LeaseError>, Never>] = []
    for index in 0..<3 {
      tasks.append(
        Task {
          do throws(LeaseError) {
            return .success(try await leases.acquire("home", for: .seconds(60), waitingUpTo: .seconds(300)))
          } catch {
            return .failure(error)
          }
        })
      await eventually("\(index) waits") { world.time.sleepers == index + 1 }
    }
    tasks[number].cancel()
    #expect(await tasks[number].value == .failure(.unavailable("home", .cancelled)))
    await eventually("two wait") { leases.waiting.count(on: "home") == 2 && world.time.sleepers == 2 }
    let rest = (0..<3).filter { $0 != number }
    try await leases.release(lease)
    let first = try await tasks[rest[0]].value.get()
    try await leases.release(first)
    _ = try await tasks[rest[1]].value.get()
    #expect(leases.waiting.count == 0)
    #expect(world.time.sleepers == 0)
  }

  @Test("A lease that is given back while the next one is being refused is asked for again at once")
  func givenBackMeanwhile() async throws {
    let world = try await World(stepped: true)
    let a = world.worker("a")
    let leases = a.pages.leases
    let lease = try await leases.acquire("home", for: .seconds(60))
    a.client.script("UpdateItem", [.beforeAnswer { _ in try await leases.release(lease) }])
    _ = try await leases.acquire("home", for: .seconds(60), waitingUpTo: .seconds(300))
    #expect(world.time.now == Timestamp(seconds: 1_700_000_000))
  }

  /// A clock on which nobody can sleep.
  private struct Sleepless: TimeSource {
    let now = Timestamp(seconds: 1_700_000_000)
    let uptime = Duration.zero
    func sleep(for duration: Duration) async throws { throw CancellationError() }
  }

  @Test("Where the clock lets nobody sleep, the wait ends instead of asking without end")
  func sleepless() async throws {
    let world = try await World()
    try await world.put("home", "LOCK", other)
    let leases = LeaseManager(table: "pages", on: world.engine, time: Sleepless())
    await #expect(throws: LeaseError.unavailable("home", .cancelled)) {
      _ = try await leases.acquire("home", for: .seconds(60), waitingUpTo: .seconds(300))
    }
  }

  @Test("When the one who asks is gone, the next asks for the rest")
  func nextAsks() async throws {
    let world = try await World(stepped: true)
    let leases = world.worker("a").pages.leases
    try await world.put("home", "LOCK", other)
    var tasks: [Task<Lease?, Never>] = []
    for index in 0..<2 {
      tasks.append(
        Task { try? await leases.acquire("home", for: .seconds(60), waitingUpTo: .seconds(300)) })
      await eventually("\(index) waits") { world.time.sleepers == index + 1 }
    }
    tasks[0].cancel()
    _ = await tasks[0].value
    await eventually("the next sleeps until he may ask") { world.time.pauses.first.map { $0 < .seconds(1) } ?? false }
    world.time.advance(by: .seconds(61))
    await eventually("he has it") { leases.waiting.count == 0 }
    tasks[1].cancel()
    #expect(await tasks[1].value != nil)
  }
}
