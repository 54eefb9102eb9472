internal import Dispatch
public import DynamoDB

/// Bodies in the files of one folder, on one machine or on a file system that several share.
///
/// A body is written to a file with another name and brought to the disk before it gets its own, and so is the folder
/// before the call returns: a name never stands for half a body. What is read is compared with the SHA-256 in its name.
public struct DiskBodyStore: BodyStore {
  /// Where the files are.
  public let directory: String
  private let beforeStep: @Sendable (DurableFile.Step) throws(FileFailure) -> Void

  /// Makes the folder if it is missing; the one that it is in has to be there.
  ///
  /// - Throws: ``BodyStoreError/denied(_:)`` or ``BodyStoreError/unavailable(_:)`` where it cannot be made.
  public init(directory: String) throws(BodyStoreError) {
    try self.init(directory: directory) { _ in }
  }

  init(
    directory: String, beforeStep: @escaping @Sendable (DurableFile.Step) throws(FileFailure) -> Void
  ) throws(BodyStoreError) {
    self.directory = directory
    self.beforeStep = beforeStep
    do throws(FileFailure) {
      try DurableFile.makeFolder(directory)
    } catch {
      throw error.bodyStoreError
    }
  }

  public func put(_ body: [UInt8], named name: BodyName, contentType: String?) async throws(BodyStoreError) {
    try name.check(body)
    try Self.checkIsFile(name)
    try await Self.blocking { () throws(FileFailure) in
      try DurableFile.write(body, to: name.text, in: directory, before: beforeStep)
    }
  }

  public func get(_ name: BodyName) async throws(BodyStoreError) -> [UInt8] {
    let path = try path(of: name)
    let body = try await Self.blocking { () throws(FileFailure) -> [UInt8]? in
      do throws(FileFailure) {
        return try FileReading.bytes(of: path)
      } catch {
        if error.isMissing { return nil }
        throw error
      }
    }
    guard let body else { throw .missing(name) }
    try name.verify(body)
    return body
  }

  public func delete(_ name: BodyName) async throws(BodyStoreError) {
    let path = try path(of: name)
    try await Self.blocking { () throws(FileFailure) in try FileReading.delete(path) }
  }

  /// All in one page, by one look at the folder and one at each file. Files with names that no body has are left out.
  public func list(after cursor: String?) async throws(BodyStoreError) -> BodyPage {
    BodyPage(
      bodies: try await Self.blocking { () throws(FileFailure) in
        var bodies: [StoredBody] = []
        for file in try FileReading.names(in: directory) where !file.utf8.starts(with: ".".utf8) {
          guard let name = try? BodyName(file), let status = try FileReading.status(of: directory + "/" + file) else {
            continue
          }
          bodies.append(StoredBody(name: name, size: status.size, storedAt: status.writtenAt))
        }
        return bodies
      })
  }

  public func deleteUnfinished(before moment: Timestamp) async throws(BodyStoreError) {
    try await Self.blocking { () throws(FileFailure) in
      for file in try FileReading.names(in: directory)
      where file.utf8.starts(with: DurableFile.temporaryPrefix.utf8) {
        let path = directory + "/" + file
        if let status = try FileReading.status(of: path), status.writtenAt < moment { try FileReading.delete(path) }
      }
    }
  }

  private func path(of name: BodyName) throws(BodyStoreError) -> String {
    try Self.checkIsFile(name)
    return directory + "/" + name.text
  }

  /// A row's name must not lead out of the folder, nor to what is not a body.
  private static func checkIsFile(_ name: BodyName) throws(BodyStoreError) {
    guard name.text.utf8.count <= 255, name.text.utf8.first != UInt8(ascii: "."),
      !name.text.utf8.contains(UInt8(ascii: "/"))
    else {
      throw .invalid("the name \(name) is not one of a file in this folder")
    }
  }

  /// Runs work that waits for the disk on a thread that may wait.
  private static func blocking<Success: Sendable>(
    _ work: @escaping @Sendable () throws(FileFailure) -> Success
  ) async throws(BodyStoreError) -> Success {
    let result: Result<Success, FileFailure> = await withCheckedContinuation { continuation in
      DispatchQueue.global().async { continuation.resume(returning: Result(catching: work)) }
    }
    do throws(FileFailure) { return try result.get() } catch { throw error.bodyStoreError }
  }
}
