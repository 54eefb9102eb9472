public import DynamoDB

/// A table of cached pages: for each its lease and which body is current.
///
///     let pages = CacheTable("pages", on: client)
///     let lease = try await pages.leases.acquire("home", for: .seconds(10))
///     try await pages.publish(Publication(objectKey: "home-1.html", revalidateAfter: .seconds(60)), holding: lease)
public struct CacheTable: Sendable {
  /// What is the same for all pages of a table.
  public struct Configuration: Hashable, Sendable {
    /// The largest row with an entry that is written, in the bytes that DynamoDB counts: each 1,024 begun are a write unit
    /// more, or two in a transaction.
    public var metadataBudget: Int
    /// How long a negative result is fresh at most, a page that was not found (404, 410) or failed (500 and above):
    /// somebody may be about to put it there.
    public var negativeRevalidateAfter: Duration
    /// For how long this process goes by what it has read of a tag. An invalidation by tag is noticed that much later.
    public var tagsCachedFor: Duration
    /// How many rows a tag has. One partition gives 3,000 read units a second, 6,000 reads of a tag; more than one row is
    /// for tags that are read more often. All who use a table have to have the same number.
    public var tagShards: Int
    /// How long a tag's row is kept after its last invalidation: longer than any page's retention.
    public var tagRowsKept: Duration

    /// The defaults fit pages with a few tags.
    ///
    /// - Parameters:
    ///   - metadataBudget: the largest row with an entry, in bytes.
    ///   - negativeRevalidateAfter: how long a page that is not there, or failed, is fresh at most; whole seconds.
    ///   - tagsCachedFor: how late an invalidation by tag may be noticed.
    ///   - tagShards: how many rows a tag has, 1 or more.
    ///   - tagRowsKept: how long a tag's row is kept after its last invalidation.
    public init(
      metadataBudget: Int = 1024, negativeRevalidateAfter: Duration = .seconds(10),
      tagsCachedFor: Duration = .seconds(5), tagShards: Int = 1, tagRowsKept: Duration = .seconds(400 * 24 * 3600)
    ) {
      self.metadataBudget = metadataBudget
      self.negativeRevalidateAfter = negativeRevalidateAfter
      self.tagsCachedFor = tagsCachedFor
      self.tagShards = max(1, tagShards)
      self.tagRowsKept = tagRowsKept
    }
  }

  /// The table's name.
  public let name: String
  /// Where a page's lease and its entry are stored.
  public let layout: CacheLayout
  /// What is the same for all its pages.
  public let configuration: Configuration
  /// The leases on the table's pages.
  public let leases: LeaseManager

  let client: any DynamoDBClient
  let time: any TimeSource
  let tokens: any TokenSource
  let tagGenerations = TagGenerations(limit: 10_000)
  /// Which of a tag's rows this process reads.
  let tagShard: Int

  /// A table as this worker sees it; nothing is asked or made: see ``createIfMissing()``.
  public init(
    _ name: String, on client: any DynamoDBClient, layout: CacheLayout = .interoperable,
    configuration: Configuration = Configuration(), leases leaseConfiguration: LeaseManager.Configuration = .init(),
    time: any TimeSource = .system, tokens: any TokenSource = .random
  ) {
    self.name = name
    self.layout = layout
    self.configuration = configuration
    self.client = client
    self.time = time
    self.tokens = tokens
    tagShard = .random(in: 0..<configuration.tagShards)
    leases = LeaseManager(
      table: name, on: client, layout: layout, configuration: leaseConfiguration, time: time, tokens: tokens)
  }

  var tagPlan: TagPlan {
    TagPlan(table: name, shards: configuration.tagShards, rowsKept: configuration.tagRowsKept)
  }

  /// Reads a page's entry. Costs half a read unit, one where the read is consistent.
  ///
  /// - Parameters:
  ///   - key: the page.
  ///   - consistentRead: sees every publication that was acknowledged before the call.
  /// - Returns: The entry, or `nil` where the page was never published or its row is no entry.
  /// - Throws: `DynamoDBError`; a page that is not there is no error.
  public func entry(for key: CacheKey, consistentRead: Bool = false) async throws(DynamoDBError) -> CacheEntry? {
    try await row(of: key, consistentRead: consistentRead).flatMap { CacheEntry($0, key: key, layout: layout) }
  }

  /// The row with a page's entry, also where it is no entry yet.
  func row(of key: CacheKey, consistentRead: Bool) async throws(DynamoDBError) -> Item? {
    try await client.getItem(RowKey.item(key, layout.entryRow), from: name, consistentRead: consistentRead)
  }

  /// Creates the table that the rows need, with on-demand capacity and its TTL turned on, if it is missing.
  ///
  /// On DynamoDB itself a new table takes some seconds until it can be used; the call waits for that, and asks once a second.
  /// Three requests where the table is there, and no capacity in any case.
  ///
  /// - Throws: `DynamoDBError.validation(_:)` where the table has its TTL on another attribute;
  ///   `DynamoDBError.unavailable(_:)` where it is not ready after a minute.
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
