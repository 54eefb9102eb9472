import FoundationEssentials
import NIOCore
import Synchronization
import TableTheory

/// The site's bodies on the disk, and copies of the last ones read.
final class SiteBodies: Sendable {
  /// Where a body is, and what tells it from others.
  struct Stored: Hashable, Sendable {
    var name: String
    var etag: String
  }

  private let disk: DiskBodyStore
  /// A name always means the same bytes, so a copy is never wrong.
  private let copies = Mutex<[String: ByteBuffer]>([:])
  private static let mostCopies = 64

  init(directory: String) throws(BodyStoreError) { disk = try DiskBodyStore(directory: directory) }

  /// Writes a body under a new name: its page, the lease it was made under, and the hash of its bytes.
  ///
  /// - Throws: `BodyStoreError` where the file could not be brought to the disk, in which case no name stands for it.
  func store(_ text: String, page: String, fence: Int64) async throws(BodyStoreError) -> Stored {
    let bytes = Array(text.utf8)
    let name = try await disk.store(bytes, label: page, publication: String(fence))
    keep(ByteBuffer(bytes: bytes), name.text)
    return Stored(name: name.text, etag: "\"\(ContentHash(of: bytes))\"")
  }

  func body(named name: String) async throws(BodyStoreError) -> ByteBuffer {
    if let copy = copies.withLock({ $0[name] }) { return copy }
    let body = ByteBuffer(bytes: try await disk.get(BodyName(name)))
    keep(body, name)
    return body
  }

  private func keep(_ body: ByteBuffer, _ name: String) {
    copies.withLock { copies in
      if copies.count >= Self.mostCopies { copies = [:] }
      copies[name] = body
    }
  }
}
