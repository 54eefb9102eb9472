import Crypto
import Dispatch
import FoundationEssentials
import NIOCore
import Synchronization

/// Bodies in files that never change: each has a name of its own, and is on the disk before anybody knows the name.
final class BodyStore: Sendable {
  /// Where a body is, and what tells it from others.
  struct Stored: Hashable, Sendable {
    var name: String
    var etag: String
  }

  private let directory: String
  /// A name always means the same bytes, so a copy is never wrong.
  private let copies = Mutex<[String: ByteBuffer]>([:])
  private static let mostCopies = 64

  init(directory: String) { self.directory = directory }

  /// Writes a body under a new name: its page, the hash of its bytes, the fence of the lease it was made under.
  ///
  /// - Throws: ``Failure`` where the file could not be brought to the disk, in which case no name stands for it.
  func store(_ text: String, page: String, fence: Int64) async throws -> Stored {
    let bytes = Array(text.utf8)
    let hash = SHA256.hash(data: bytes).prefix(8).map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
    let name = "\(page)-\(hash)-\(fence).html"
    try await Self.blocking { [directory] () throws(Failure) in
      try DurableFile.write(bytes, to: name, in: directory)
    }
    keep(ByteBuffer(bytes: bytes), name)
    return Stored(name: name, etag: "\"\(hash)\"")
  }

  func body(named name: String) async throws -> ByteBuffer {
    if let copy = copies.withLock({ $0[name] }) { return copy }
    let path = directory + "/" + name
    let body = try await Self.blocking { () throws(Failure) in
      guard let bytes = FileManager.default.contents(atPath: path) else {
        throw Failure("the body \(path) cannot be read, although the table names it")
      }
      return ByteBuffer(bytes: bytes)
    }
    keep(body, name)
    return body
  }

  private func keep(_ body: ByteBuffer, _ name: String) {
    copies.withLock { copies in
      if copies.count >= Self.mostCopies { copies = [:] }
      copies[name] = body
    }
  }

  /// Runs work that waits for the disk on a thread that may wait.
  private static func blocking<Result: Sendable>(
    _ work: @escaping @Sendable () throws(Failure) -> Result
  ) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
      DispatchQueue.global().async { continuation.resume(with: Swift.Result(catching: work)) }
    }
  }
}
