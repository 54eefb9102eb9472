import FoundationEssentials
import NIOCore
import TableTheory
import Testing

@testable import Command

@Suite("Bodies on the disk")
struct SiteBodiesTests {
  private let directory: DemoDirectory

  init() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "bodies-\(UInt64.random(in: 0 ... .max))")
    directory = try DemoDirectory(folder.path())
  }

  @Test("Each fence has a file of its own, and no unfinished one stays")
  func names() async throws {
    let store = try SiteBodies(directory: directory.bodies)
    let first = try await store.store("text", page: "home", fence: 1)
    let second = try await store.store("text", page: "home", fence: 2)
    #expect(first.name != second.name)
    #expect(first.etag == second.etag)
    #expect(try Set(FileManager.default.contentsOfDirectory(atPath: directory.bodies)) == [first.name, second.name])
    try FileManager.default.removeItem(atPath: directory.path)
  }

  @Test("Another worker reads what one has stored; a body that is missing is an error")
  func reading() async throws {
    let name = try await SiteBodies(directory: directory.bodies).store("text", page: "home", fence: 1).name
    let other = try SiteBodies(directory: directory.bodies)
    #expect(try await other.body(named: name) == ByteBuffer(string: "text"))
    await #expect(throws: BodyStoreError.self) { try await other.body(named: "home-0-0.html") }
    try FileManager.default.removeItem(atPath: directory.path)
  }

  @Test("Bodies that no row names are swept away; a row without its body stops the run before it begins")
  func sweep() async throws {
    let store = try SiteBodies(directory: directory.bodies)
    let kept = try await store.store("new", page: "home", fence: 2).name
    _ = try await store.store("old", page: "home", fence: 1)
    try directory.sweepBodies(keeping: [kept])
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory.bodies) == [kept])
    #expect(throws: Failure.self) { try directory.sweepBodies(keeping: [kept, "gone.html"]) }
    try FileManager.default.removeItem(atPath: directory.path)
  }

  @Test("A folder is one demo's at a time")
  func lock() throws {
    let first = try DirectoryLock(directory)
    #expect(throws: Failure.self) { try DirectoryLock(directory) }
    withExtendedLifetime(first) {}
    try FileManager.default.removeItem(atPath: directory.path)
  }
}
