public import DynamoDB
import Synchronization
public import TableTheory

/// Bodies of another store, and copies of the last ones stored or read in this process: a name always means the same bytes,
/// so a copy is never wrong.
public final class RememberedBodies<Store: BodyStore>: BodyStore {
  private let store: Store
  private let limit: Int
  private let copies = Mutex<[BodyName: [UInt8]]>([:])

  /// - Parameter limit: how many are remembered.
  public init(of store: Store, limit: Int = 64) {
    self.store = store
    self.limit = limit
  }

  public var prefix: String { store.prefix }

  public func put(_ body: [UInt8], named name: BodyName, contentType: String?) async throws(BodyStoreError) {
    try await store.put(body, named: name, contentType: contentType)
    remember(body, name)
  }

  public func get(_ name: BodyName) async throws(BodyStoreError) -> [UInt8] {
    if let copy = copies.withLock({ $0[name] }) { return copy }
    let body = try await store.get(name)
    remember(body, name)
    return body
  }

  public func delete(_ name: BodyName) async throws(BodyStoreError) {
    copies.withLock { $0[name] = nil }
    try await store.delete(name)
  }

  public func list(after cursor: String?) async throws(BodyStoreError) -> BodyPage {
    try await store.list(after: cursor)
  }

  public func deleteUnfinished(before moment: Timestamp) async throws(BodyStoreError) {
    try await store.deleteUnfinished(before: moment)
  }

  private func remember(_ body: [UInt8], _ name: BodyName) {
    copies.withLock { copies in
      // Whichever is asked for is soon there again.
      if copies.count >= limit { copies = [:] }
      copies[name] = body
    }
  }
}
