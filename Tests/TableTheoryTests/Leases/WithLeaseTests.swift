import DynamoDB
import Synchronization
import TableTheory
import Testing

/// Work under a lease: how long it is kept, when the work is stopped, and what its caller learns.
struct WithLeaseTests {
  private struct WorkFailed: Error, Equatable {}

  /// Ends that were reported.
  private final class Endings: Sendable {
    private let state = Mutex<[LeaseEnding]>([])
    func add(_ ending: LeaseEnding) { state.withLock { $0.append(ending) } }
    var all: [LeaseEnding] { state.withLock { $0 } }
  }

  private typealias Outcome = Result<String, LeasedWorkError<any Error>>

  /// Work that goes on until its gate is opened.
  private struct Work {
    let gate = Gate()
    let endings = Endings()
    let task: Task<Outcome, Never>

    init(
      _ leases: LeaseManager, for duration: Duration = .seconds(9), renewingUpTo limit: Duration = .seconds(3600),
      _ body: (@Sendable (Lease) async throws -> Void)? = nil
    ) {
      task = Task { [gate, endings] in
        do throws(LeasedWorkError<any Error>) {
          return .success(
            try await leases.withLease(
              on: "home", for: duration, renewingUpTo: limit, whenOver: { endings.add($0) }
            ) { lease in
              try await body?(lease)
              try await gate.wait()
              return "done"
            })
        } catch {
          return .failure(error)
        }
      }
    }
  }

  private func expiry(in world: World) async throws -> Int64? {
    try await world.row("home", "LOCK")?["lease_expires_at"]?.integer.map { $0 - 1_700_000_000 }
  }

  @Test("The lease is renewed at each third of its time while the work runs, and given back after it")
  func renewed() async throws {
    let world = try await World(stepped: true)
    let a = world.worker("a")
    let work = Work(a.pages.leases)
    await eventually("it works") { world.time.isBetweenRenewals }
    for renewal in 1...10 {
      world.time.advance(by: .milliseconds(2_999))
      #expect(a.client.sent.count == renewal)
      world.time.advance(by: .milliseconds(1))
      await eventually("renewal \(renewal)") { a.client.sent.count == renewal + 1 && world.time.isBetweenRenewals }
      #expect(try await expiry(in: world) == Int64(renewal) * 3 + 9)
    }
    work.gate.open()
    #expect(try await work.task.value.get() == "done")
    #expect(work.endings.all == [.released])
    #expect(a.client.sent.count == 12)
    #expect(try await expiry(in: world) == -1_700_000_000)
    #expect(world.time.sleepers == 0)
  }

  @Test("The work sees its lease become longer")
  func visible() async throws {
    let world = try await World(stepped: true)
    let a = world.worker("a")
    let lease = Mutex<Lease?>(nil)
    let held = { lease.withLock { $0 } }
    let work = Work(a.pages.leases) { given in lease.withLock { $0 = given } }
    await eventually("it works") { world.time.isBetweenRenewals && held() != nil }
    world.time.advance(by: .seconds(3))
    await eventually("it is renewed") { held()?.remaining == .seconds(9) }
    work.gate.open()
    _ = try await work.task.value.get()
    #expect(held()?.remaining == .zero)
  }

  @Test("Where the margin for clocks is most of the lease, it is renewed before the holder's time is over")
  func wideMargin() async throws {
    let world = try await World(stepped: true)
    let a = world.worker("a", clockSkew: .seconds(8))
    let lease = Mutex<Lease?>(nil)
    let held = { lease.withLock { $0 } }
    let work = Work(a.pages.leases) { given in lease.withLock { $0 = given } }
    await eventually("it works") { world.time.isBetweenRenewals && held() != nil }
    for renewal in 1...6 {
      world.time.advance(by: .milliseconds(334))
      #expect(held()?.isSafe(for: .milliseconds(600)) == true)
      await eventually("renewal \(renewal)") { a.client.sent.count == renewal + 1 && world.time.isBetweenRenewals }
    }
    work.gate.open()
    #expect(try await work.task.value.get() == "done")
  }

  @Test("A transient error of a renewal is tried again and the work goes on")
  func transientErrors() async throws {
    let world = try await World(stepped: true)
    let a = world.worker("a")
    let work = Work(a.pages.leases)
    await eventually("it works") { world.time.isBetweenRenewals }
    a.client.script(
      "UpdateItem",
      [
        .error(.throttled("x")), .error(.transactionConflict("x")), .error(.unavailable("x")), .requestLost,
        .requestLost, .requestLost, .error(.service(code: "X", status: 500, message: "x")),
      ])
    world.time.advance(by: .seconds(3))
    for attempt in 2...6 {
      await eventually("attempt \(attempt)") {
        a.client.sent.count == (attempt < 5 ? attempt : attempt + 2) && world.time.isBetweenRenewals
      }
      world.time.advance(by: .milliseconds(750))
    }
    try await eventually("it is renewed") { try await expiry(in: world) == 15 + 1 }
    work.gate.open()
    #expect(try await work.task.value.get() == "done")
    #expect(work.endings.all == [.released])
  }

  @Test("Where nobody answers, the work is cancelled when its time is over, and not before", arguments: [true, false])
  func notRenewed(hangs: Bool) async throws {
    let world = try await World(stepped: true)
    let a = world.worker("a", clockSkew: .seconds(1))
    let work = Work(a.pages.leases)
    await eventually("it works") { world.time.isBetweenRenewals }
    a.client.script("UpdateItem", hangs ? [.hangs] : Array(repeating: .error(.unavailable("down")), count: 50))
    while world.time.now < Timestamp(milliseconds: 1_700_000_007_999) {
      await eventually("it waits") { world.time.sleepers == 1 }
      world.time.advance(by: min(world.time.pauses[0], Timestamp(milliseconds: 1_700_000_007_999) - world.time.now))
    }
    for _ in 0..<1000 { await Task.yield() }
    #expect(work.endings.all.isEmpty)
    world.time.advance(by: .milliseconds(1))
    guard case .failure(.lost(.notRenewed, let error)) = await work.task.value else {
      Issue.record("not cancelled")
      return
    }
    #expect(error is CancellationError)
    #expect(world.time.now == Timestamp(seconds: 1_700_000_008))
    #expect(world.time.sleepers == 0)
  }

  @Test("Where somebody else has taken it, the work is cancelled and his lease left alone")
  func taken() async throws {
    let world = try await World(stepped: true)
    let (a, b) = (world.worker("a"), world.worker("b"))
    let work = Work(a.pages.leases)
    await eventually("it works") { world.time.isBetweenRenewals }
    let time = world.time
    // The process is frozen beyond its lease, and another one does not wait.
    let theirs = Mutex<Lease?>(nil)
    a.client.script(
      "UpdateItem",
      [.meanwhile { _ in try await theirs.set(b.pages.leases.acquire("home", for: .seconds(60))) }])
    time.advance(by: .seconds(30))
    guard case .failure(.lost(.taken(let holder), let error)) = await work.task.value else {
      Issue.record("not lost")
      return
    }
    #expect(holder?.owner == "b")
    #expect(error is CancellationError)
    #expect(work.endings.all == [.lost])
    #expect(try await world.row("home", "LOCK")?["lease_token"] == theirs.withLock { $0.map { .string($0.token) } })
    #expect(world.time.sleepers == 0)
  }

  @Test("A process that was frozen beyond its lease goes on if nobody took it")
  func frozen() async throws {
    let world = try await World(stepped: true)
    let a = world.worker("a")
    let work = Work(a.pages.leases)
    await eventually("it works") { world.time.isBetweenRenewals }
    world.time.advance(by: .seconds(300))
    try await eventually("it is renewed") { try await expiry(in: world) == 309 }
    work.gate.open()
    #expect(try await work.task.value.get() == "done")
    #expect(work.endings.all == [.released])
  }

  @Test("Work that hangs is cancelled at the bound, and holds the lease no longer", arguments: [4, 9, 14, 31])
  func bound(seconds: Int) async throws {
    let world = try await World(stepped: true)
    let a = world.worker("a")
    let work = Work(a.pages.leases, renewingUpTo: .seconds(seconds))
    let end = Timestamp(seconds: 1_700_000_000 + Int64(seconds))
    while world.time.now < end {
      await eventually("it waits") { world.time.isBetweenRenewals }
      #expect(work.endings.all.isEmpty)
      world.time.advance(by: min(world.time.pauses[0], end - world.time.now))
    }
    guard case .failure(.lost(.limitReached, _)) = await work.task.value else {
      Issue.record("not cancelled")
      return
    }
    #expect(world.time.now == end)
    #expect(work.endings.all == [.released])
    #expect(try await expiry(in: world) == -1_700_000_000)
    #expect(world.time.sleepers == 0)
  }

  @Test("No renewal reaches beyond the bound")
  func boundOfRow() async throws {
    let world = try await World(stepped: true)
    let a = world.worker("a")
    let work = Work(a.pages.leases, renewingUpTo: .seconds(14))
    for _ in 0..<3 {
      await eventually("it waits") { world.time.isBetweenRenewals }
      #expect(try await expiry(in: world) ?? 0 <= 14)
      world.time.advance(by: .seconds(3))
    }
    work.task.cancel()
    _ = await work.task.value
  }

  @Test("A cancelled caller's work is cancelled, keeps its lease until it has ended, and then gives it back")
  func cancelled() async throws {
    let world = try await World(stepped: true)
    let a = world.worker("a")
    let cleanUp = Gate()
    let work = Work(a.pages.leases) { _ in
      do {
        try await Gate().wait()
      } catch {
        // Work that has to finish what it began, whatever its caller does.
        await Task { try? await cleanUp.wait() }.value
        throw error
      }
    }
    await eventually("it works") { world.time.isBetweenRenewals }
    work.task.cancel()
    for renewal in 1...3 {
      world.time.advance(by: .seconds(3))
      await eventually("renewal \(renewal)") { a.client.sent.count == renewal + 1 && world.time.isBetweenRenewals }
    }
    #expect(work.endings.all.isEmpty)
    cleanUp.open()
    guard case .failure(.failed(let error)) = await work.task.value else {
      Issue.record("not failed")
      return
    }
    #expect(error is CancellationError)
    #expect(work.endings.all == [.released])
    #expect(try await expiry(in: world) == -1_700_000_000)
    #expect(world.time.sleepers == 0)
  }

  @Test("Giving back does not replace the work's result or error", arguments: [true, false])
  func release(succeeds: Bool) async throws {
    let world = try await World(stepped: true)
    let a = world.worker("a")
    let endings = Endings()
    let work = { () async throws -> String in
      try await a.pages.leases.withLease(on: "home", for: .seconds(9), whenOver: { endings.add($0) }) { _ in
        a.client.script("UpdateItem", [.error(.resourceNotFound("gone"))])
        if !succeeds { throw WorkFailed() }
        return "done"
      }
    }
    if succeeds {
      #expect(try await work() == "done")
    } else {
      await #expect { try await work() } throws: { error in
        if case .failed(let own) = error as? LeasedWorkError<any Error> { own is WorkFailed } else { false }
      }
    }
    #expect(endings.all == [.unknown(.unavailable("home", .resourceNotFound("gone")))])
  }

  @Test("Giving back what was taken in the last moment is reported, and the result stands")
  func takenAtTheEnd() async throws {
    let world = try await World(stepped: true)
    let a = world.worker("a")
    let endings = Endings()
    let value = try await a.pages.leases.withLease(on: "home", for: .seconds(9), whenOver: { endings.add($0) }) { _ in
      try await world.put("home", "LOCK", ["lease_token": "b", "lease_expires_at": 1_700_000_060])
      return 7
    }
    #expect(value == 7)
    #expect(endings.all == [.lost])
    #expect(try await world.row("home", "LOCK")?["lease_token"] == "b")
  }

  @Test("What the work itself finds lost is reported as lost, not as given back", arguments: [true, false])
  func foundLost(byRelease: Bool) async throws {
    let world = try await World(stepped: true)
    let a = world.worker("a")
    let endings = Endings()
    try await a.pages.leases.withLease(on: "home", for: .seconds(9), whenOver: { endings.add($0) }) { lease in
      try await world.put("home", "LOCK", ["lease_token": "b", "lease_expires_at": 1_700_000_060])
      if byRelease {
        #expect(try await a.pages.leases.release(lease) == .lost)
      } else {
        await #expect(throws: LeaseError.self) { try await a.pages.leases.renew(lease, for: .seconds(9)) }
      }
    }
    #expect(endings.all == [.lost])
  }

  @Test("Publishing ends the lease: the work goes on, nothing is renewed or given back any more")
  func published() async throws {
    let world = try await World(stepped: true)
    let a = world.worker("a")
    let pages = a.pages
    let isPublished = Mutex(false)
    let work = Work(pages.leases) { lease in
      try await pages.publish(Publication(objectKey: "x", revalidateAfter: .seconds(60)), holding: lease)
      isPublished.withLock { $0 = true }
    }
    await eventually("it is published") { isPublished.withLock { $0 } && world.time.isBetweenRenewals }
    world.time.advance(by: .seconds(60))
    await eventually("nobody renews") { world.time.sleepers == 0 }
    work.gate.open()
    #expect(try await work.task.value.get() == "done")
    #expect(work.endings.all == [.released])
    #expect(a.client.sent == ["UpdateItem", "TransactWriteItems"])
  }

  @Test("A publication of ours whose answer has not come yet is no loss")
  func publishing() async throws {
    let world = try await World(stepped: true)
    let a = world.worker("a")
    let pages = a.pages
    a.client.script("TransactWriteItems", [.neverAnswered])
    let work = Work(pages.leases) { lease in
      _ = try await pages.publish(Publication(objectKey: "x", revalidateAfter: .seconds(60)), holding: lease)
    }
    try await eventually("it is published") {
      try await world.row("home", "META") != nil && world.time.isBetweenRenewals
    }
    world.time.advance(by: .seconds(3))
    await eventually("the renewal has found the tombstone") { world.time.sleepers == 0 }
    for _ in 0..<1000 { await Task.yield() }
    #expect(work.endings.all.isEmpty)
    work.task.cancel()
    _ = await work.task.value
    #expect(work.endings.all == [.released])
  }

  @Test("Without a lease the work does not run, and the error says why")
  func held() async throws {
    let world = try await World(stepped: true)
    let (a, b) = (world.worker("a"), world.worker("b"))
    _ = try await b.pages.leases.acquire("home", for: .seconds(60))
    do throws(LeasedWorkError<Never>) {
      try await a.pages.leases.withLease(on: "home", for: .seconds(9)) { _ in Issue.record("it ran") }
    } catch .notAcquired(.held(let holder)) {
      #expect(holder.owner == "b")
    } catch {
      Issue.record("\(error)")
    }
    await #expect(throws: LeasedWorkError<Never>.self) {
      try await a.pages.leases.withLease(on: "x", for: .seconds(9), renewingUpTo: .zero) { _ in }
    }
  }

  @Test("Where the answer to the acquisition is lost, it is found out", arguments: [true, false])
  func lostAcquisition(carriedOut: Bool) async throws {
    let world = try await World(stepped: true)
    let a = world.worker("a")
    a.client.script("UpdateItem", Array(repeating: carriedOut ? .responseLost : .requestLost, count: 3))
    #expect(try await a.pages.leases.withLease(on: "home", for: .seconds(9)) { _ in 7 } == 7)
  }

  @Test("A caller that is cancelled while it acquires leaves no lease behind")
  func cancelledAcquisition() async throws {
    let world = try await World(stepped: true)
    let a = world.worker("a")
    a.client.script("UpdateItem", [.neverAnswered])
    let work = Work(a.pages.leases) { _ in Issue.record("it ran") }
    try await eventually("it is acquired") { try await expiry(in: world) == 9 }
    work.task.cancel()
    guard case .failure(.notAcquired) = await work.task.value else {
      Issue.record("not refused")
      return
    }
    #expect(try await expiry(in: world) == -1_700_000_000)
  }
}

extension Mutex where Value == Lease? {
  fileprivate func set(_ lease: Lease) { withLock { $0 = lease } }
}
