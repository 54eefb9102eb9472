public import DynamoDB

extension CacheTable {
  /// Makes every page with the tag out of date, with one write whatever their number.
  ///
  /// A page is out of date from then on until it is published by somebody who began to render it afterwards. Other
  /// processes notice within ``Configuration/tagsCachedFor``, this one at once.
  ///
  /// Costs one write unit, or with several shards one transaction of two units each.
  ///
  /// - Throws: `DynamoDBError`: `throttled` also where others invalidate the tag at once, eight times in a row. After
  ///   `outcomeUnknown` it may be done again: that harms nothing.
  public func invalidate(tag: CacheTag, _ kind: Invalidation = .soft) async throws(DynamoDBError) {
    var generation = time.now.milliseconds
    for _ in 0..<Self.invalidateAttempts {
      let updates = tagPlan.invalidate(tag, kind, generation: generation, now: time.now)
      do throws(DynamoDBError) {
        try await send(updates)
        tagGenerations.raise(tag, to: generation, kind)
        return
      } catch .conditionFailed(let item) {
        // Somebody's clock is ahead, or was as fast: one more than theirs is later all the same.
        generation = max(generation, TagGeneration(item ?? [:]).last) + 1
      } catch .transactionCanceled(let reasons) {
        let known = reasons.compactMap { $0.item.map { TagGeneration($0).last } }.max() ?? 0
        generation = max(generation, known + 1)
      } catch .transactionConflict {
        // Another invalidation of the same tag.
      }
    }
    throw .throttled("the tag \(tag) is being invalidated by many at once")
  }

  private static var invalidateAttempts: Int { 8 }

  private func send(_ updates: [UpdateItem]) async throws(DynamoDBError) {
    if let only = updates.first, updates.count == 1 {
      _ = try await client.send(only)
    } else {
      _ = try await client.send(
        TransactWriteItems(updates.map { .update($0) }, clientRequestToken: tokens.next()))
    }
  }

  /// The generations of an entry's tags, read where this process does not know them: what ``Freshness`` wants for an entry
  /// that was read by hand. Costs half a read unit for each tag that is not known, and one request for a hundred of them.
  ///
  /// - Throws: `DynamoDBError`, ``DynamoDB/DynamoDBError/throttled(_:)`` where they could not be read within two seconds.
  public func generations(of entry: CacheEntry?) async throws(DynamoDBError) -> [CacheTag: TagGeneration] {
    try await generations(of: entry?.dependencies ?? [], since: time.uptime - configuration.tagsCachedFor)
  }

  /// The tags' generations as they were after `moment`, by uptime; a tag that was never invalidated has none, 0.
  ///
  /// Costs half a read unit for each tag that is not known.
  func generations(
    of tags: [CacheTag], since moment: Duration
  ) async throws(DynamoDBError) -> [CacheTag: TagGeneration] {
    guard !tags.isEmpty else { return [:] }
    var generations = tagGenerations.known(tags, since: moment)
    let unknown = Set(tags).subtracting(generations.keys).sorted { String.precedes($0.description, $1.description) }
    guard !unknown.isEmpty else { return generations }
    let start = time.uptime
    let keys = unknown.map { tagPlan.key($0, shard: tagShard) }
    let rows: [Item]
    do throws(BatchGetIncomplete) {
      rows = try await client.batchGetItems(
        keys, from: name, policy: BatchPolicy(deadline: .seconds(2), time: time, jitter: leases.polling.jitter))
    } catch {
      throw error.reason.error(of: name)
    }
    var read = Dictionary(uniqueKeysWithValues: unknown.map { ($0, TagGeneration.none) })
    for row in rows {
      guard
        let tag = unknown.first(where: {
          tagPlan.key($0, shard: tagShard)[Attribute.partition] == row[Attribute.partition]
        })
      else { continue }
      read[tag] = TagGeneration(row)
    }
    tagGenerations.learn(read, readAt: start)
    generations.merge(read) { $1 }
    return generations
  }
}

extension BatchInterruption {
  fileprivate func error(of table: String) -> DynamoDBError {
    switch self {
    case .deadline: .throttled("the tags in \(table) could not be read in time")
    case .failed(let error): error
    }
  }
}
