public import DynamoDB
import Synchronization

/// Bodies in this process's memory, for tests.
public final class MemoryBodyStore: BodyStore {
  public let prefix: String
  private let time: any TimeSource
  private let bodies = Mutex<[BodyName: (bytes: [UInt8], storedAt: Timestamp)]>([:])

  /// An empty store.
  public init(prefix: String = "", time: any TimeSource = .system) {
    self.prefix = prefix
    self.time = time
  }

  public func put(_ body: [UInt8], named name: BodyName, contentType: String?) async throws(BodyStoreError) {
    try name.check(body)
    let now = time.now
    bodies.withLock { bodies in
      if bodies[name] == nil { bodies[name] = (body, now) }
    }
  }

  public func get(_ name: BodyName) async throws(BodyStoreError) -> [UInt8] {
    guard let body = bodies.withLock({ $0[name]?.bytes }) else { throw .missing(name) }
    return body
  }

  public func delete(_ name: BodyName) async throws(BodyStoreError) { bodies.withLock { $0[name] = nil } }

  public func list(after cursor: String?) async throws(BodyStoreError) -> BodyPage {
    BodyPage(
      bodies: bodies.withLock { bodies in
        bodies.map { StoredBody(name: $0.key, size: Int64($0.value.bytes.count), storedAt: $0.value.storedAt) }
      })
  }
}
