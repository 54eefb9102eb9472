import DynamoDB
import FoundationEssentials
import Synchronization
import Testing

@testable import TableTheory

@Suite("Bodies on the disk")
struct DiskBodyStoreTests {
  private func withFolder(_ body: (String) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "bodies-\(UInt64.random(in: 0 ... .max))")
      .path()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try await body(folder)
  }

  private func files(_ folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder)
  }

  @Test("What was stored is read, by another store too; nothing unfinished stays")
  func stored() async throws {
    try await withFolder { folder in
      let store = try DiskBodyStore(directory: folder)
      for body in [[], Array("text".utf8), [UInt8](repeating: 7, count: 3_000_000)] {
        let name = try await store.store(body, label: "home", publication: "1")
        #expect(try await DiskBodyStore(directory: folder).get(name) == body)
        #expect(try files(folder) == [name.text])
        #expect(try await store.list(after: nil).bodies.map(\.size) == [Int64(body.count)])
        try await store.delete(name)
        try await store.delete(name)
        await #expect(throws: BodyStoreError.missing(name)) { try await store.get(name) }
      }
    }
  }

  @Test("A crash at any step leaves the whole body or no name", arguments: DurableFile.Step.allCases)
  func crash(step: DurableFile.Step) async throws {
    try await withFolder { folder in
      let body = Array("whole".utf8)
      let crashing = try DiskBodyStore(directory: folder) { next throws(FileFailure) in
        if next == step { throw FileFailure("go on", "the crash") }
      }
      await #expect(throws: BodyStoreError.self) { try await crashing.store(body, label: "home", publication: "1") }
      // What a crash leaves that cleans nothing up, in the way of the same process's next attempt.
      let next = BodyName(label: "home", content: ContentHash(of: body), publication: "1")
      let left =
        "\(folder)/\(DurableFile.temporaryPrefix)\(ProcessInfo.processInfo.processIdentifier)-0-\(next.text.suffix(64))"
      if step != .syncFolder { try Data(body.dropLast()).write(to: URL(filePath: left)) }
      let store = try DiskBodyStore(directory: folder)
      let names = try await store.list(after: nil).bodies.map(\.name)
      #expect(names.count == (step == .syncFolder ? 1 : 0))
      for name in names { #expect(try await store.get(name) == body) }
      // The next attempt is not in the way of what the first one left, and that goes in time.
      let name = try await store.store(body, label: "home", publication: "1")
      #expect(try await store.get(name) == body)
      try await store.deleteUnfinished(before: Timestamp(seconds: 0))
      try await store.deleteUnfinished(before: SystemTime().now + .seconds(60))
      #expect(try files(folder) == [name.text])
    }
  }

  @Test("What fails before the body has its name leaves nothing behind", arguments: DurableFile.Step.allCases)
  func failure(step: DurableFile.Step) async throws {
    try await withFolder { folder in
      let failing = try DiskBodyStore(directory: folder) { next throws(FileFailure) in
        if next == step { throw FileFailure("write", "a full disk") }
      }
      await #expect(throws: BodyStoreError.self) { try await failing.store([1], label: "home", publication: "1") }
      #expect(try files(folder).count == (step == .syncFolder ? 1 : 0))
    }
  }

  @Test("A name that cannot be given leaves nothing behind")
  func nameTaken() async throws {
    try await withFolder { folder in
      let store = try DiskBodyStore(directory: folder)
      let name = BodyName(label: "home", content: ContentHash(of: [1]), publication: "1")
      try FileManager.default.createDirectory(atPath: "\(folder)/\(name)", withIntermediateDirectories: false)
      await #expect(throws: BodyStoreError.self) { try await store.put([1], named: name, contentType: nil) }
      #expect(try files(folder) == [name.text])
    }
  }

  @Test("The bytes are on the disk before the name is given, and the folder after it")
  func order() async throws {
    try await withFolder { folder in
      let steps = Mutex<[(DurableFile.Step, files: Int)]>([])
      let store = try DiskBodyStore(directory: folder) { step throws(FileFailure) in
        let named = (try? FileReading.names(in: folder).filter { !$0.hasPrefix(".") }.count) ?? -1
        steps.withLock { $0.append((step, named)) }
      }
      _ = try await store.store([1], label: "home", publication: "1")
      #expect(steps.withLock { $0.map(\.0) } == [.write, .syncFile, .rename, .syncFolder])
      #expect(steps.withLock { $0.map(\.files) } == [0, 0, 0, 1])
    }
  }

  @Test("Many writers of one name, and readers between them: nobody sees half a body")
  func concurrentWriters() async throws {
    try await withFolder { folder in
      let body = (0..<400_000).map { UInt8(truncatingIfNeeded: $0) }
      let store = try DiskBodyStore(directory: folder)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<6 {
          group.addTask { _ = try await store.store(body, label: "home", publication: "1") }
          group.addTask {
            for found in try await store.list(after: nil).bodies { #expect(try await store.get(found.name) == body) }
          }
        }
        try await group.waitForAll()
      }
      #expect(try files(folder).count == 1)
    }
  }

  @Test("A body that is not what its name says is told from one that is missing")
  func corrupt() async throws {
    try await withFolder { folder in
      let store = try DiskBodyStore(directory: folder)
      let name = try await store.store(Array("text".utf8), label: "home", publication: "1")
      for damage in ["tex", "texT", ""] {
        try Data(damage.utf8).write(to: URL(filePath: folder + "/" + name.text))
        await #expect(throws: BodyStoreError.corrupt(name)) { try await store.get(name) }
      }
    }
  }

  @Test(
    "No name leads out of the folder",
    arguments: ["a/../../b", "/etc/passwd", "..", ".hidden", "a/b", "a//b", "", "a\u{0}b"])
  func hostileNames(text: String) async throws {
    try await withFolder { folder in
      let store = try DiskBodyStore(directory: folder)
      let error = await #expect(throws: BodyStoreError.self) { try await store.get(BodyName(text)) }
      if case .invalid = error {} else { Issue.record("\(String(describing: error))") }
    }
  }

  @Test("A file is no folder")
  func notAFolder() async throws {
    try await withFolder { file in
      try Data([1]).write(to: URL(filePath: file))
      #expect(throws: BodyStoreError.self) { try DiskBodyStore(directory: file) }
    }
  }

  @Test("A folder that cannot be is refused when the store is made")
  func noFolder() {
    #expect(throws: BodyStoreError.self) { try DiskBodyStore(directory: "/nowhere/bodies") }
  }
}
