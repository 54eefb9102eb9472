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
  public func createIfMissing() async throws(DynamoDBError) {
    try await client.createTableIfMissing(
      CreateTable(table: name, partitionKey: .init(Attribute.partition), sortKey: .init(Attribute.sort)))
    try await waitUntilActive()
    let timeToLive = try await client.send(DescribeTimeToLive(table: name))
    guard timeToLive.status == .disabled else { return }
    do throws(DynamoDBError) {
      _ = try await client.send(UpdateTimeToLive(table: name, attribute: Attribute.timeToLive))
    } catch .validation {
      // Another process was faster: then it is on. If it is on another attribute, this says so.
      let now = try await client.send(DescribeTimeToLive(table: name))
      guard now.attribute == Attribute.timeToLive else {
        throw .validation("the table \(name) has its TTL on \(now.attribute ?? "no attribute"), it has to be on ttl")
      }
    }
  }

  private func waitUntilActive() async throws(DynamoDBError) {
    for _ in 0..<60 {
      if try await client.send(DescribeTable(table: name)).table.status == .active { return }
      do {
        try await time.sleep(for: .seconds(1))
      } catch {
        throw .cancelled
      }
    }
    throw .unavailable("the table \(name) is still being created after a minute")
  }
}
