import DynamoDB
import TableTheory

/// What the commands do with pages. They themselves only print it.
struct PageDesk: Sendable {
  let store: Store
  let pages: CacheTable
  let time: any TimeSource

  init(
    _ store: Store, layout: CacheLayout, tagShards: Int = 1, clockSkew: Duration = .zero,
    time: any TimeSource = SystemTime()
  ) {
    self.store = store
    self.time = time
    // What is published again was within its application's own budget: DynamoDB's limit is the only one here.
    pages = CacheTable(
      store.table, on: store.client, layout: layout,
      configuration: .init(metadataBudget: 400 * 1024, tagShards: tagShards),
      leases: .init(owner: machineName, clockSkew: clockSkew), time: time)
  }

  /// A page's entry as it is at this moment.
  func entry(of page: LeaseKey) async throws(Failure) -> EntryReport {
    try await asking { () throws(DynamoDBError) in
      let entry = try await pages.entry(for: page.cacheKey, consistentRead: true)
      return try await report(entry, of: page)
    }
  }

  /// All entries of the table.
  ///
  /// - Parameter limit: how many at most.
  func entries(of tenant: String?, limit: Int?) async throws(Failure) -> EntryList {
    try await asking { () throws(DynamoDBError) in
      let scan = EntryScan(table: store.table, layout: pages.layout, tenant: tenant)
      var reports: [EntryReport] = []
      for (page, entry) in try await scan.entries(on: store.client, limit: limit) {
        reports.append(try await report(entry, of: page))
      }
      return EntryList(table: store.table, entries: reports, limit: limit)
    }
  }

  func invalidate(
    _ target: InvalidationReport.Target, _ kind: Invalidation
  ) async throws(Failure) -> InvalidationReport {
    try await asking { () throws(DynamoDBError) in
      var isThere = true
      switch target {
      case .page(let page): isThere = try await pages.invalidate(page.cacheKey, kind)
      case .tag(let tag, let tenant): try await pages.invalidate(tag: CacheTag(tag, tenant: tenant), kind)
      case .deploy(let deploy, let tenant): try await pages.invalidate(tag: .deploy(deploy, tenant: tenant), kind)
      }
      return InvalidationReport(table: store.table, target: target, kind: kind, isThere: isThere)
    }
  }

  /// A page's kept publications, and which of them is the current one.
  func history(of page: LeaseKey) async throws(Failure) -> VersionList {
    try await asking { () throws(DynamoDBError) in
      let versions = try await pages.history(of: page.cacheKey)
      let current = try await pages.entry(for: page.cacheKey, consistentRead: true)?.versionID
      return VersionList(table: store.table, page: page, versions: versions, current: current)
    }
  }

  func prune(_ page: LeaseKey, keeping count: Int) async throws(Failure) -> PruneReport {
    try await asking { () throws(DynamoDBError) in
      let deleted = try await pages.prune(page.cacheKey, keeping: count)
      return PruneReport(table: store.table, page: page, deleted: deleted)
    }
  }

  private func report(_ entry: CacheEntry?, of page: LeaseKey) async throws(DynamoDBError) -> EntryReport {
    let generations = try await pages.generations(of: entry)
    return EntryReport(table: store.table, page: page, entry: entry, generations: generations, now: time.now)
  }

  private func asking<Value>(_ body: () async throws(DynamoDBError) -> Value) async throws(Failure) -> Value {
    do throws(DynamoDBError) {
      return try await body()
    } catch {
      throw Failure(ofPages: error, in: store)
    }
  }
}
