public import DynamoDB

/// Where pages' bodies are: objects with names of their own that never change.
///
///     let name = try await bodies.store(html, label: "home", publication: lease.token)
///     try await pages.publish(Publication(objectKey: name.text, revalidateAfter: .seconds(60)), holding: lease)
///
/// A body is stored before a row names it, and deleted only when no row has named it for a while: ``BodySweep``.
/// ``DiskBodyStore`` has them in files, `S3BodyStore` in S3, ``MemoryBodyStore`` is for tests.
public protocol BodyStore: Sendable {
  /// What all names begin with: nothing else in the place is looked at.
  var prefix: String { get }

  /// Stores a body. When it returns, the body is there as a whole, and will be after a power failure; if it fails,
  /// there is no half of one. Storing the same again changes nothing.
  ///
  /// - Throws: ``BodyStoreError/invalid(_:)`` where the name does not end in the body's SHA-256.
  func put(_ body: [UInt8], named name: BodyName, contentType: String?) async throws(BodyStoreError)

  /// Reads a body and checks it against its name.
  ///
  /// - Throws: ``BodyStoreError/missing(_:)``, ``BodyStoreError/corrupt(_:)``.
  func get(_ name: BodyName) async throws(BodyStoreError) -> [UInt8]

  /// Deletes a body; one that is not there is no error.
  func delete(_ name: BodyName) async throws(BodyStoreError)

  /// A page of what is there, in no order that means anything.
  ///
  /// - Parameter cursor: ``BodyPage/next`` of the page before, or `nil` for the first.
  func list(after cursor: String?) async throws(BodyStoreError) -> BodyPage

  /// Deletes what was left of bodies that were never finished, if it is that old.
  func deleteUnfinished(before moment: Timestamp) async throws(BodyStoreError)
}

/// A body that is in a store.
public struct StoredBody: Hashable, Sendable {
  /// The body's name.
  public let name: BodyName
  /// In bytes.
  public let size: Int64
  /// When it was stored, by the store's clock.
  public let storedAt: Timestamp

  /// What a store tells of a body, its size in bytes.
  public init(name: BodyName, size: Int64, storedAt: Timestamp) {
    self.name = name
    self.size = size
    self.storedAt = storedAt
  }
}

/// Some of a store's bodies, and where to go on.
public struct BodyPage: Hashable, Sendable {
  /// In no order that means anything.
  public var bodies: [StoredBody]
  /// `nil` at the end; a page may be empty and not be the last one.
  public var next: String?

  /// A part of a listing.
  public init(bodies: [StoredBody], next: String? = nil) {
    self.bodies = bodies
    self.next = next
  }
}

extension BodyStore {
  public var prefix: String { "" }

  public func deleteUnfinished(before moment: Timestamp) async throws(BodyStoreError) {}

  /// Stores a body under a new name, and returns the name to publish. One ``put(_:named:contentType:)``, and nothing in the
  /// table.
  ///
  /// - Parameters:
  ///   - body: what is stored.
  ///   - contentType: the body's media type.
  ///   - label: for people who look into the store: the page's name, say.
  ///   - publication: what no other publication has: the lease's token.
  /// - Throws: ``BodyStoreError``, as ``put(_:named:contentType:)`` does.
  public func store(
    _ body: [UInt8], label: String, publication: String, contentType: String? = nil
  ) async throws(BodyStoreError) -> BodyName {
    let name = BodyName(prefix: prefix, label: label, content: ContentHash(of: body), publication: publication)
    try await put(body, named: name, contentType: contentType)
    return name
  }
}
