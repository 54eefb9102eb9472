import FoundationEssentials

/// An empty directory for a test's files.
struct TemporaryDirectory {
  let path: String

  /// Runs `body` with one that is gone afterwards.
  @discardableResult
  static func with<Result>(_ body: (TemporaryDirectory) async throws -> Result) async throws -> Result {
    let url = FileManager.default.temporaryDirectory.appending(path: "tabletheory-\(UInt64.random(in: 0 ... .max))")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: url) }
    return try await body(TemporaryDirectory(path: url.path))
  }

  /// Writes a file, and gives its path.
  @discardableResult
  func write(_ text: String, to name: String, executable: Bool = false) throws -> String {
    let path = self.path + "/" + name
    try Data(text.utf8).write(to: URL(filePath: path))
    if executable {
      try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: path)
    }
    return path
  }

  /// Makes a directory inside this one.
  func directory(_ name: String) throws -> TemporaryDirectory {
    let path = self.path + "/" + name
    try FileManager.default.createDirectory(at: URL(filePath: path), withIntermediateDirectories: true)
    return TemporaryDirectory(path: path)
  }
}
