import FoundationEssentials
import TableTheory
import Testing

@testable import Command

@Suite("The demo's folder")
struct DemoDirectoryTests {
  private let directory: DemoDirectory

  init() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "bodies-\(UInt64.random(in: 0 ... .max))")
    directory = try DemoDirectory(folder.path())
  }

  @Test("Bodies that no row names are swept away; a row without its body stops the run before it begins")
  func sweep() async throws {
    let store = try DiskBodyStore(directory: directory.bodies)
    let kept = try await store.store(Array("new".utf8), label: "home", publication: "2").text
    _ = try await store.store(Array("old".utf8), label: "home", publication: "1")
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
