public import DynamoDB

extension CacheTable {
  /// A page's publications that were made with ``Publication/Recipe/keepingVersions``, the newest first.
  ///
  /// Costs half a read unit for each 4 KB of rows, and a request for each MB.
  ///
  /// - Parameters:
  ///   - key: the page.
  ///   - limit: how many at most.
  /// - Throws: `DynamoDBError`; a page without versions is no error.
  public func history(of key: CacheKey, limit: Int = .max) async throws(DynamoDBError) -> [PublishedVersion] {
    try await versionRows(of: key, limit: limit).compactMap { PublishedVersion($0, key: key, layout: layout) }
  }

  /// Makes an earlier publication the current one again, as only the lease's holder can, and ends the lease.
  ///
  /// The entry is fresh from now on, for as long as it was then or as `revalidateAfter` says: by its own age it would be
  /// rendered anew at once. Costs a strongly consistent read of the entry, and a request of two more write units than
  /// `publish`, three in the compact layout.
  ///
  /// - Throws: ``PublishError``; ``PublishError/invalid(_:)`` where there is no such version any more.
  @discardableResult
  public func rollback(
    to version: PublishedVersion, holding lease: Lease, revalidateAfter: Duration? = nil,
    if condition: PublishGuard? = nil
  ) async throws(PublishError) -> CacheEntry {
    guard version.entry.key == lease.key else {
      throw .invalid("the version is of \(version.entry.key), and the lease is on \(lease.key)")
    }
    let current: CacheEntry?
    do throws(DynamoDBError) {
      current = try await entry(for: lease.key, consistentRead: true)
    } catch {
      throw .unavailable(lease.key, error)
    }
    return try await publish(
      Publication(rollingBackTo: version, at: time.now, revalidateAfter: revalidateAfter), holding: lease,
      lateness: .refused, answering: current.map(AnsweredInvalidations.init(shownBy:)), knowing: [:], if: condition,
      goingBackTo: version.id)
  }

  /// Deletes a page's versions but for the newest ones and the current one.
  ///
  /// A version is deleted only where the page's entry does not name it at that moment. Costs half a read unit for each 4 KB of
  /// versions and one for the entry, two write units for each that is deleted, and two for each 99 of them. Their
  /// bodies stay: a sweep takes what no row names.
  ///
  /// - Returns: How many were deleted.
  /// - Throws: `DynamoDBError`. What was deleted until then stays so; it may be done again.
  @discardableResult
  public func prune(_ key: CacheKey, keeping count: Int) async throws(DynamoDBError) -> Int {
    let ids = Self.surplus(of: try await versionIDs(of: key), keeping: max(0, count))
    let current = try await entry(for: key, consistentRead: true)?.versionID
    let surplus = ids.filter { !isKept($0, current: current) }
    var deleted = 0
    for start in stride(from: 0, to: surplus.count, by: Self.pruneBatch) {
      let batch = Array(surplus[start..<min(surplus.count, start + Self.pruneBatch)])
      do throws(DynamoDBError) {
        _ = try await client.send(prune(batch, of: key))
        deleted += batch.count
      } catch .transactionCanceled(let reasons) where reasons.first?.code == .conditionalCheckFailed {
        // Somebody has just gone back to one of them.
        continue
      }
    }
    return deleted
  }

  private func isKept(_ id: String, current: String?) -> Bool {
    #if MUTANTS
      if CodeMutant.isAtWork(.prunesCurrent) { return false }
    #endif
    return id == current
  }

  /// - Parameter ids: the newest first.
  private static func surplus(of ids: [String], keeping count: Int) -> ArraySlice<String> {
    #if MUTANTS
      if CodeMutant.isAtWork(.prunesNewest) { return ids.dropLast(count) }
    #endif
    return ids.dropFirst(count)
  }

  private static var pruneBatch: Int { 99 }

  private func prune(_ ids: [String], of key: CacheKey) -> TransactWriteItems {
    let current = DocumentPath.row(Attribute.currentSort)
    let check = ConditionCheck(
      table: name, key: RowKey.item(key, layout.entryRow),
      condition: current.doesNotExist || !current.isIn(ids.map { .string(PublishedVersion.row($0)) }))
    let deletes = ids.map {
      TransactWriteItems.Action.delete(DeleteItem(table: name, key: RowKey.item(key, PublishedVersion.row($0))))
    }
    return TransactWriteItems([.check(check)] + deletes, clientRequestToken: tokens.next())
  }

  private func versionIDs(of key: CacheKey) async throws(DynamoDBError) -> [String] {
    try await versionRows(of: key, projection: Projection([.row(Attribute.sort)]))
      .compactMap { $0[Attribute.sort]?.string.flatMap(PublishedVersion.id(ofRow:)) }
  }

  /// The newest first.
  private func versionRows(
    of key: CacheKey, limit: Int = .max, projection: Projection? = nil
  ) async throws(DynamoDBError) -> [Item] {
    var request = Query(
      table: name,
      keyCondition: KeyCondition(
        partition: Attribute.partition, equals: .string(key.partition), sort: Attribute.sort,
        .beginsWith(.string(RowKey.versionPrefix))),
      projection: projection, scanForward: false)
    var rows: [Item] = []
    while rows.count < limit {
      request.limit = limit == .max ? nil : limit - rows.count
      let page = try await client.send(request)
      rows += page.items
      guard let last = page.lastEvaluatedKey else { break }
      request.exclusiveStartKey = last
    }
    return rows
  }
}

extension Publication {
  /// What an earlier publication was, made at `now`.
  fileprivate init(rollingBackTo version: PublishedVersion, at now: Timestamp, revalidateAfter: Duration?) {
    let entry = version.entry
    let window = revalidateAfter ?? entry.revalidateAfter
    let retention = entry.expiresAt.map { $0 - entry.generatedAt } ?? .zero
    self.init(
      objectKey: entry.objectKey, revalidateAfter: window, retention: max(retention, window + .seconds(24 * 3600)),
      generatedAt: now, etag: entry.etag, status: entry.status, contentType: entry.contentType, headers: entry.headers,
      renderTime: entry.renderTime, deployID: entry.deployID, tags: entry.tags)
  }
}
