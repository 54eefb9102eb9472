import DynamoDB

// What an earlier attempt of a publication has done.

extension CacheTable {
  /// An entry that was published before under our lease: whether the request's record was completed with it.
  ///
  /// - Parameter reason: what the transaction was told of the request's row.
  func together(
    _ published: CacheEntry, _ draft: PublishPlan.Draft, _ reason: CancellationReason? = nil
  ) async throws(PublishError) -> CacheEntry {
    guard let completion = draft.completion else { return published }
    let row: RequestRow?
    if let item = reason?.item {
      row = RequestRow(item, at: time.now)
    } else {
      do throws(DynamoDBError) {
        row = try await client.getItem(
          completion.claim.key.item, from: completion.update.table, consistentRead: true
        ).map { RequestRow($0, at: time.now) }
      } catch {
        throw .outcomeUnknown(draft.lease.key)
      }
    }
    if let row, completion.isRecorded(in: row) { return published }
    leases.ended(draft.lease, isFree: true)
    if row?.isAtWork(for: completion.claim) != true { completion.store.lost(completion.claim, row) }
    throw .requestNotCompleted(draft.lease.key, completion.claim.key)
  }

  /// The row's entry, read again, if it is this lease's publication.
  ///
  /// - Parameter isExcluded: the answer itself has shown that it is not, and nothing is read.
  func published(
    _ draft: PublishPlan.Draft, unless isExcluded: Bool = false
  ) async throws(PublishError) -> CacheEntry? {
    if isExcluded { return nil }
    let lease = draft.lease
    let item: Item?
    do throws(DynamoDBError) { item = try await row(of: lease.key, consistentRead: true) } catch {
      throw .outcomeUnknown(lease.key)
    }
    guard let item, item[layout.publisherToken]?.string == lease.token,
      let entry = CacheEntry(item, key: lease.key, layout: layout)
    else { return nil }
    return try await together(entry, draft)
  }
}
