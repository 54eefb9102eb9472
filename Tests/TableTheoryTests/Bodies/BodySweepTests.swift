import DynamoDB
import EmbeddedDynamoDB
import Synchronization
import TableTheory
import Testing

@Suite("The sweep of bodies that no row names")
struct BodySweepTests {
  private struct Site {
    let world: World
    let pages: CacheTable
    let client: FaultyClient
    let bodies: MemoryBodyStore
    var sweep: BodySweep<MemoryBodyStore> { BodySweep(of: bodies, namedIn: pages) }

    init() async throws {
      world = try await World()
      (pages, client) = world.worker("a")
      bodies = MemoryBodyStore(time: world.time)
    }

    func store(_ label: String) async throws -> BodyName {
      try await bodies.store(Array(label.utf8), label: label, publication: "1")
    }

    func publish(_ name: BodyName, _ key: CacheKey) async throws {
      let lease = try await pages.leases.acquire(key, for: .seconds(10))
      try await pages.publish(Publication(objectKey: name.text, revalidateAfter: .seconds(60)), holding: lease)
    }

    /// Without what says whose they are.
    var left: Set<BodyName> { get async throws { try await names.filter { !$0.text.hasPrefix("bodies-of-table-") } } }
    var names: Set<BodyName> { get async throws { Set(try await bodies.list(after: nil).bodies.map(\.name)) } }
  }

  private static let day = Duration.seconds(24 * 3600)

  @Test("What rows name and what is young stays; the rest goes")
  func sweep() async throws {
    let site = try await Site()
    let current = try await site.store("current")
    let replaced = try await site.store("replaced")
    try await site.publish(replaced, "home")
    try await site.publish(current, "home")
    site.world.time.advance(by: Self.day + .seconds(1))
    let young = try await site.store("young")
    let report = try await site.sweep.run()
    #expect(try await site.left == [current, young])
    #expect(report.deleted == [replaced] && report.bytes == 8)
    #expect(report.examined == 3 && report.young == 1 && report.named == 1 && report.failed.isEmpty)
  }

  @Test("A row names a body wherever in it the name is", arguments: ["META", "VER#1", "REQ#x", "LOCK"])
  func everyRow(sort: String) async throws {
    let site = try await Site()
    let name = try await site.store("kept")
    let listed = try await site.store("listed")
    try await site.world.put("home", sort, ["result_s3_key": .string(name.text)])
    try await site.world.put("about", sort, ["older": .list([.map(["s3_key": .string(listed.text)])])])
    site.world.time.advance(by: Self.day * 2)
    #expect(try await site.sweep.run().deleted == [])
    #expect(try await site.left == [name, listed])
  }

  @Test(
    "A row names a body inside a text or bytes of its own too",
    arguments: [
      { .string(#"{"s3_key":"\#($0)","n":1}"#) }, { .string(#"["pages\/\#($0)"]"#) },
      { .binary(Array("<\($0)>".utf8)) },
      { .binarySet([Array("a\($0)0".utf8)]) }, { .map([$0: .null]) }, { .stringSet(["a", "-\($0)-"]) },
      { .list([.string("dead-beef-\($0)")]) },
    ] as [@Sendable (String) -> AttributeValue])
  func inside(value: @Sendable (String) -> AttributeValue) async throws {
    let site = try await Site()
    try await site.publish(try await site.store("current"), "home")
    let kept = try await site.store("kept")
    // The same bytes, and another publication's.
    let other = try await site.bodies.store(Array("kept".utf8), label: "kept", publication: "2")
    try await site.world.put("home", "REQ#x", ["result": value(kept.text)])
    site.world.time.advance(by: Self.day * 2)
    #expect(try await site.sweep.run().deleted == [other])
    #expect(try await site.left.contains(kept))
  }

  @Test("Readers are waited for longer than a last known entry is served")
  func readersHold() {
    #expect(BodySweepRule().readersHold >= Regenerator.Configuration().lastKnownFor * 2)
  }

  /// When another worker does something while the sweep reads rows for the first or second time.
  enum Moment: CaseIterable {
    case beforeFirstScan
    case afterFirstScan
    case beforeSecondScan

    func script(_ step: @escaping @Sendable (EmbeddedDynamoDB) async throws -> Void) -> [FaultyClient.Fault] {
      switch self {
      case .beforeFirstScan: [.meanwhile(step)]
      case .afterFirstScan: [.beforeAnswer(step)]
      case .beforeSecondScan: [.meanwhile { _ in }, .meanwhile(step)]
      }
    }
  }

  @Test("A publication, or a rollback, that lands during the sweep keeps its body", arguments: Moment.allCases)
  func publicationDuringTheSweep(moment: Moment) async throws {
    let site = try await Site()
    let current = try await site.store("current")
    try await site.publish(current, "home")
    let late = try await site.store("late")
    let orphan = try await site.store("orphan")
    site.world.time.advance(by: Self.day * 2)
    let (other, _) = site.world.worker("b")
    site.client.script(
      "Scan",
      moment.script { _ in
        let lease = try await other.leases.acquire("about", for: .seconds(10))
        try await other.publish(Publication(objectKey: late.text, revalidateAfter: .seconds(60)), holding: lease)
      })
    #expect(try await site.sweep.run().deleted == [orphan])
    #expect(try await other.entry(for: "about")?.objectKey == late.text)
    #expect(try await site.left == [current, late])
  }

  @Test("A body stored and published during the sweep is too young to be looked at", arguments: Moment.allCases)
  func youngDuringTheSweep(moment: Moment) async throws {
    let site = try await Site()
    try await site.publish(try await site.store("current"), "home")
    _ = try await site.store("orphan")
    site.world.time.advance(by: Self.day * 2)
    let stored = try await site.store("stored, not yet published")
    site.client.script("Scan", moment.script { _ in try await site.publish(stored, "about") })
    _ = try await site.sweep.run()
    #expect(try await site.left.contains(stored))
  }

  @Test("Who read a row just before it was replaced still finds its body", arguments: Moment.allCases)
  func readerDuringTheSweep(moment: Moment) async throws {
    let site = try await Site()
    let before = try await site.store("before")
    try await site.publish(before, "home")
    let other = try await site.store("other")
    try await site.publish(other, "about")
    _ = try await site.store("orphan")
    site.world.time.advance(by: Self.day * 2)
    let replacement = try await site.store("replacement")
    let time = site.world.time
    let readAt = Timestamps()
    site.client.script(
      "Scan",
      moment.script { _ in
        readAt.note(time.now)
        try await site.publish(replacement, "home")
      })
    _ = try await site.sweep.run()
    // Kept by this sweep, or deleted no earlier than a reader's time after the row was read.
    let isLeft = try await site.left.contains(before)
    #expect(isLeft || time.now - readAt.first >= BodySweepRule().readersHold)
  }

  @Test("Where the rows cannot be read, nothing is deleted", arguments: [0, 1])
  func tableFails(scan: Int) async throws {
    let site = try await Site()
    let current = try await site.store("current")
    try await site.publish(current, "home")
    let orphan = try await site.store("orphan")
    site.world.time.advance(by: Self.day * 2)
    site.client.script("Scan", (0..<scan).map { _ in .meanwhile { _ in } } + [.error(.throttled("slow"))])
    await #expect(throws: BodySweepError.table(.throttled("slow"))) { try await site.sweep.run() }
    #expect(try await site.left == [current, orphan])
  }

  @Test("Another table's bodies are not deleted by mistake")
  func wrongTable() async throws {
    let site = try await Site()
    let name = try await site.store("other table's")
    site.world.time.advance(by: Self.day * 2)
    await #expect(throws: BodySweepError.nothingNamed(bodies: 1)) { try await site.sweep.run() }
    #expect(try await site.left == [name])
    let rule = BodySweepRule(allowsNothingNamed: true)
    _ = try await BodySweep(of: site.bodies, namedIn: site.pages, rule: rule).run()
    #expect(try await site.left.isEmpty)
  }

  @Test("A dry run deletes nothing and says what it would; nothing old costs no scan")
  func dryRun() async throws {
    let site = try await Site()
    try await site.publish(try await site.store("current"), "home")
    let orphan = try await site.store("orphan")
    site.client.forgetSent()
    #expect(try await site.sweep.run().young == 2)
    #expect(site.client.sent.isEmpty)
    site.world.time.advance(by: Self.day * 2)
    #expect(try await site.sweep.run(dryRun: true).deleted == [orphan])
    #expect(try await site.left.contains(orphan))
    #expect(site.client.sent == ["Scan"])
  }

  @Test("Bodies that another table's sweep has claimed are not touched, nor said to be what would be deleted")
  func twoTables() async throws {
    let site = try await Site()
    let current = try await site.store("current")
    try await site.publish(current, "home")
    _ = try await site.sweep.run()
    // It is a marker as long as the table is in use.
    site.world.time.advance(by: Self.day * 2)
    #expect(try await site.sweep.run().deleted == [])

    let other = CacheTable("other", on: site.client, time: site.world.time)
    try await other.createIfMissing()
    let theirs = try await site.store("theirs")
    let lease = try await other.leases.acquire("home", for: .seconds(10))
    try await other.publish(Publication(objectKey: theirs.text, revalidateAfter: .seconds(60)), holding: lease)
    site.world.time.advance(by: Self.day * 2)
    let marker = try #require(try await site.names.subtracting(site.left).first)
    for dryRun in [true, false] {
      await #expect(throws: BodySweepError.otherTable(marker: marker)) {
        try await BodySweep(of: site.bodies, namedIn: other).run(dryRun: dryRun)
      }
    }
    #expect(try await site.left == [current, theirs])
    // Whose the bodies are has not changed; a dry run marks nothing.
    #expect(try await site.names.subtracting(site.left) == [marker])
    let new = try await Site()
    _ = try await new.store("new")
    _ = try await new.sweep.run(dryRun: true)
    #expect(try await new.names == new.left)
  }

  @Test("Of two tables whose first sweeps begin at once, one at least deletes nothing")
  func twoFirstSweeps() async throws {
    let site = try await Site()
    let other = CacheTable("other", on: site.client, time: site.world.time)
    let bodies = InterruptedBodies(bodies: site.bodies) {
      _ = try? await BodySweep(of: site.bodies, namedIn: other).run()
    }
    _ = try await site.store("other's")
    await #expect(throws: BodySweepError.self) { try await BodySweep(of: bodies, namedIn: site.pages).run() }
  }

  @Test("What was deleted is reported, though what was never finished could not be")
  func unfinished() async throws {
    let site = try await Site()
    try await site.publish(try await site.store("current"), "home")
    let orphan = try await site.store("orphan")
    site.world.time.advance(by: Self.day * 2)
    let report = try await BodySweep(of: StubbornBodies(bodies: site.bodies), namedIn: site.pages).run()
    #expect(report.deleted == [orphan] && report.unfinished == .denied("no"))
  }

  @Test("A rule that a slow render could break is refused")
  func rule() async throws {
    let site = try await Site()
    for rule in [BodySweepRule(minimumAge: .seconds(60)), BodySweepRule(readersHold: .seconds(-1))] {
      await #expect(throws: BodySweepError.self) {
        try await BodySweep(of: site.bodies, namedIn: site.pages, rule: rule).run()
      }
    }
  }
}

/// Bodies of which somebody else does something just before one is put.
private struct InterruptedBodies: BodyStore {
  let bodies: MemoryBodyStore
  let before: @Sendable () async -> Void

  func put(_ body: [UInt8], named name: BodyName, contentType: String?) async throws(BodyStoreError) {
    await before()
    try await bodies.put(body, named: name, contentType: contentType)
  }

  func get(_ name: BodyName) async throws(BodyStoreError) -> [UInt8] { try await bodies.get(name) }
  func delete(_ name: BodyName) async throws(BodyStoreError) { try await bodies.delete(name) }
  func list(after cursor: String?) async throws(BodyStoreError) -> BodyPage { try await bodies.list(after: cursor) }
}

/// Bodies whose unfinished ones cannot be deleted.
private struct StubbornBodies: BodyStore {
  let bodies: MemoryBodyStore

  func put(_ body: [UInt8], named name: BodyName, contentType: String?) async throws(BodyStoreError) {
    try await bodies.put(body, named: name, contentType: contentType)
  }

  func get(_ name: BodyName) async throws(BodyStoreError) -> [UInt8] { try await bodies.get(name) }
  func delete(_ name: BodyName) async throws(BodyStoreError) { try await bodies.delete(name) }
  func list(after cursor: String?) async throws(BodyStoreError) -> BodyPage { try await bodies.list(after: cursor) }
  func deleteUnfinished(before moment: Timestamp) async throws(BodyStoreError) { throw .denied("no") }
}

/// Moments that a test notes.
private final class Timestamps: Sendable {
  private let moments = Mutex<[Timestamp]>([])

  func note(_ moment: Timestamp) { moments.withLock { $0.append(moment) } }
  var first: Timestamp { moments.withLock { $0.first ?? Timestamp(seconds: 0) } }
}
