import FoundationEssentials
import TableTheory

/// The folder that a demo keeps between its runs: the tables' SQLite file and the bodies.
struct DemoDirectory: Sendable {
  let path: String
  var database: String { path + "/pages.sqlite" }
  var bodies: String { path + "/bodies" }

  /// Makes the folder if it is missing, and checks that files can be made in it.
  init(_ path: String) throws(Failure) {
    self.path = Self.absolute(path)
    do {
      try FileManager.default.createDirectory(atPath: bodies, withIntermediateDirectories: true)
    } catch {
      throw Failure("cannot make the folder \(bodies): --directory names another one that can be written")
    }
    guard FileManager.default.isWritableFile(atPath: self.path), FileManager.default.isWritableFile(atPath: bodies)
    else { throw notWritable }
  }

  var notWritable: Failure { Failure("cannot write in the folder \(path): --directory names another one") }

  /// Workers are given whole paths, so that nothing depends on the folder they run in.
  static func absolute(_ path: String) -> String {
    path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
  }

  /// Also what a killed worker left unfinished, and what earlier versions of the demo stored.
  private static func isBody(_ file: String) -> Bool {
    (try? BodyName(file))?.checksum != nil || file.hasPrefix(".unfinished-") || file.hasSuffix(".html")
  }

  /// Deletes the bodies that no row names, as nobody renders now: of killed workers, and of generations that are over.
  ///
  /// - Throws: ``Failure`` where a row names a body that is not there.
  func sweepBodies(keeping named: Set<String>) throws(Failure) {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: bodies)) ?? []
    if let missing = named.subtracting(files).min() {
      throw Failure("the body \(missing), which the table names, is not in \(bodies): delete \(path) to begin anew")
    }
    for file in files where !named.contains(file) && Self.isBody(file) {
      try? FileManager.default.removeItem(atPath: bodies + "/" + file)
    }
  }
}
