import ArgumentParser
import DynamoDB
import EmbeddedDynamoDB
import FoundationEssentials
import Synchronization
import TableTheory
import Testing

@testable import Command

@Suite("tabletheory cache sweep-bodies")
struct SweepBodiesTests {
  private static let day = Duration.seconds(24 * 3600)
  private let time = StillTime()
  private let bodies: MemoryBodyStore
  private let desk: PageDesk

  init() async throws {
    bodies = MemoryBodyStore(prefix: "pages/", time: time)
    desk = PageDesk(
      Store(client: EmbeddedDynamoDB(), table: "pages", place: "here"), layout: .interoperable, time: time)
    try await desk.pages.createIfMissing()
  }

  private func store(_ text: String) async throws -> BodyName {
    try await bodies.store(Array(text.utf8), label: text, publication: "1")
  }

  private func publish(_ name: BodyName) async throws {
    let lease = try await desk.pages.leases.acquire("home", for: .seconds(10))
    try await desk.pages.publish(Publication(objectKey: name.text, revalidateAfter: .seconds(60)), holding: lease)
  }

  private var names: Set<BodyName> { get async throws { Set(try await bodies.list(after: nil).bodies.map(\.name)) } }

  @Test("Without --delete it only says what would go; with it that goes, and nothing that a row names")
  func sweep() async throws {
    let (old, current) = (try await store("old"), try await store("current"))
    try await publish(old)
    try await publish(current)
    time.advance(by: Self.day * 2)
    let young = try await store("young")
    let listed = try await desk.sweep(bodies, at: "s3://b/pages/", rule: .init(), deleting: false)
    #expect(
      listed.text == """
        \(old)

        1 of 3 bodies in s3://b/pages/ would be deleted, 3 bytes; 1 named in pages; 1 too young; --delete does it
        """)
    #expect(try await names == [old, current, young])
    let swept = try await desk.sweep(bodies, at: "s3://b/pages/", rule: .init(), deleting: true)
    #expect(
      swept.json == """
        {"outcome":"swept","table":"pages","bodies":"s3://b/pages/","examined":3,"named":1,"young":1,"foreign":0,\
        "bytes":3,"deleted":["\(old)"],"failed":[]}
        """)
    #expect(try await names.isSuperset(of: [current, young]))
    #expect(try await !names.contains(old) && swept.failure == nil)
    let again = try await desk.sweep(bodies, at: "here", rule: .init(), deleting: true)
    #expect(again.text == "0 of 2 bodies in here deleted, 0 bytes; 1 named in pages; 1 too young")
  }

  @Test("The wrong table's sweep is refused with status 77, the wrong rule with 64")
  func refused() async throws {
    _ = try await store("other table's")
    time.advance(by: Self.day * 2)
    let rules: [(BodySweepRule, Command.ExitStatus, String)] = [
      (.init(), .lost, "--allow-nothing-named"), (.init(minimumAge: .seconds(1)), .usage, "an hour at least"),
    ]
    for (rule, status, message) in rules {
      do {
        _ = try await desk.sweep(bodies, at: "here", rule: rule, deleting: true)
        Issue.record("swept")
      } catch {
        #expect(error.status == status && error.description.contains(message))
      }
    }
    #expect(try await names.contains { $0.text.contains("other") })
  }

  @Test("What could not be deleted is told after the answer, with status 69")
  func incomplete() async throws {
    let current = try await store("current")
    try await publish(current)
    let stuck = try await store("stuck")
    time.advance(by: Self.day * 2)
    let report = try await desk.sweep(StuckBodies(bodies: bodies), at: "here", rule: .init(), deleting: true)
    #expect(report.report.failed.map(\.name) == [stuck])
    #expect(report.failure?.status == .unavailable)
    #expect(report.json.contains(#""failed":[{"name":"\#(stuck)","error":"not allowed: no"}]"#))
  }

  @Test("A folder that is not there is an error, and is not made")
  func noFolder() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "no-\(UInt64.random(in: 0 ... .max))").path()
    let options = try CacheSweepBodiesCommand.parse(["--bodies", folder])
    do {
      try await options.bodies.withBodies(place: options.cache.store.place) { _, _ throws(Failure) in }
      Issue.record("opened")
    } catch {
      #expect(error.status == .unavailable)
    }
    #expect(!FileManager.default.fileExists(atPath: folder))
  }

  @Test("A bucket needs a Region, the table's if it is named, and may have a prefix")
  func bucket() async throws {
    let unplaced = try CacheSweepBodiesCommand.parse(["--bucket", "my-pages"])
    do {
      try await unplaced.bodies.withBodies(place: unplaced.cache.store.place, environment: [:]) {
        _, _ throws(Failure) in
      }
      Issue.record("opened")
    } catch {
      #expect(error.status == .configuration)
    }
    let command = try CacheSweepBodiesCommand.parse([
      "--bucket", "my-pages", "--prefix", "pages/", "--region", "eu-west-1", "--minimum-age", "2h", "--readers-hold",
      "0s", "--delete", "--allow-nothing-named",
    ])
    let (prefix, place) = try await command.bodies.withBodies(place: command.cache.store.place, environment: [:]) {
      store, place throws(Failure) in (store.prefix, place)
    }
    #expect(prefix == "pages/" && place == "s3://my-pages/pages/")
    #expect(
      command.rule == BodySweepRule(minimumAge: .seconds(7200), readersHold: .zero, allowsNothingNamed: true)
        && command.delete)
    #expect(try CacheSweepBodiesCommand.parse(["--bodies", "x"]).rule == BodySweepRule())
  }

  @Test(
    "What cannot be is refused with status 64",
    arguments: [
      ("", "give one of --bodies and --bucket"), ("--bodies a --bucket b", "give one of"),
      ("--bodies a --prefix b", "--prefix is one of a --bucket"), ("--bodies a --minimum-age 5", "500ms, 10s"),
    ])
  func usage(arguments: String, message: String) {
    do {
      _ = try TableTheoryCommand.parseAsRoot(
        ["cache", "sweep-bodies"] + arguments.split(separator: " ").map(String.init))
      Issue.record("accepted")
    } catch {
      #expect(TableTheoryCommand.exitCode(for: error).rawValue == 64)
      #expect(TableTheoryCommand.fullMessage(for: error).contains(message))
    }
  }
}

/// Bodies that cannot be deleted.
private struct StuckBodies: BodyStore {
  let bodies: MemoryBodyStore
  var prefix: String { bodies.prefix }

  func put(_ body: [UInt8], named name: BodyName, contentType: String?) async throws(BodyStoreError) {
    try await bodies.put(body, named: name, contentType: contentType)
  }

  func get(_ name: BodyName) async throws(BodyStoreError) -> [UInt8] { try await bodies.get(name) }
  func delete(_ name: BodyName) async throws(BodyStoreError) { throw .denied("no") }
  func list(after cursor: String?) async throws(BodyStoreError) -> BodyPage { try await bodies.list(after: cursor) }
}
