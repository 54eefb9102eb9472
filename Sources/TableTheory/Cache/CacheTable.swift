public import DynamoDB

/// A table of cached pages: for each its lease and which body is current.
///
///     let pages = CacheTable("pages", on: client)
///     let lease = try await pages.leases.acquire("home", for: .seconds(10))
///     try await pages.publish(Publication(objectKey: "home-1.html", revalidateAfter: .seconds(60)), holding: lease)
public struct CacheTable: Sendable {
  public let name: String
  /// The leases on the table's pages.
  public let leases: LeaseManager

  let client: any DynamoDBClient
  let time: any TimeSource
  let tokens: any TokenSource

  public init(
    _ name: String, on client: any DynamoDBClient, leases configuration: LeaseManager.Configuration = .init(),
    time: any TimeSource = .system, tokens: any TokenSource = .random
  ) {
    self.name = name
    self.client = client
    self.time = time
    self.tokens = tokens
    leases = LeaseManager(table: name, on: client, configuration: configuration, time: time, tokens: tokens)
  }

  /// Reads a page's entry. Costs half a read unit, one where the read is consistent.
  ///
  /// - Parameter consistentRead: sees every publication that was acknowledged before the call.
  /// - Returns: The entry, or `nil` where the page was never published or its row is no entry.
  public func entry(for key: CacheKey, consistentRead: Bool = false) async throws(DynamoDBError) -> CacheEntry? {
    try await client.getItem(RowKey.item(key, RowKey.meta), from: name, consistentRead: consistentRead)
      .flatMap { CacheEntry($0, key: key) }
  }

  /// Creates the table that the rows need, with on-demand capacity and its TTL turned on, if it is missing.
  ///
  /// On DynamoDB itself a new table takes some seconds until it can be used; the call waits for that.
  ///
  /// - Throws: ``DynamoDBError/validation(_:)`` where the table has its TTL on another attribute;
  ///   ``DynamoDBError/unavailable(_:)`` where it is not ready after a minute.
  public func createIfMissing() async throws(DynamoDBError) {
    try await client.createTableIfMissing(
      CreateTable(table: name, partitionKey: .init(Attribute.partition), sortKey: .init(Attribute.sort)))
    try await waitUntilActive()
    guard try await !hasTimeToLive() else { return }
    do throws(DynamoDBError) {
      _ = try await client.send(UpdateTimeToLive(table: name, attribute: Attribute.timeToLive))
    } catch .validation {
      // Another process was faster: then it is on.
      guard try await hasTimeToLive() else { throw .validation("the TTL of the table \(name) cannot be turned on") }
    }
  }

  private func hasTimeToLive() async throws(DynamoDBError) -> Bool {
    let timeToLive = try await client.send(DescribeTimeToLive(table: name))
    guard timeToLive.status != .disabled else { return false }
    guard timeToLive.attribute == Attribute.timeToLive else {
      throw .validation(
        "the table \(name) has its TTL on \(timeToLive.attribute ?? "no attribute"), it has to be on ttl")
    }
    return true
  }

  private func waitUntilActive() async throws(DynamoDBError) {
    for _ in 0..<60 {
      do throws(DynamoDBError) {
        if try await client.send(DescribeTable(table: name)).table.status == .active { return }
      } catch .resourceNotFound {
        // A table that was created just now may not be seen yet.
      }
      do {
        try await time.sleep(for: .seconds(1))
      } catch {
        throw .cancelled
      }
    }
    throw .unavailable("the table \(name) is still being created after a minute")
  }
}
