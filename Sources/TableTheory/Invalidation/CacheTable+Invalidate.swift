public import DynamoDB

extension CacheTable {
  /// Makes a page out of date, whatever its age.
  ///
  /// It is out of date from then on until it is published by somebody who began to render it afterwards: an invalidation
  /// that arrives while the page is being rendered wins over that render. Other readers notice with their next read.
  ///
  /// Costs one write unit. In the interoperable layout, where the page was never published, a read unit and at most two
  /// write units: somebody may be rendering it at this moment.
  ///
  /// - Returns: Whether there was anything to invalidate: an entry, or somebody who is making one.
  /// - Throws: `DynamoDBError`. After `DynamoDBError.outcomeUnknown(_:)` it may be done again: that harms nothing.
  @discardableResult
  public func invalidate(_ key: CacheKey, _ kind: Invalidation = .soft) async throws(DynamoDBError) -> Bool {
    let plan = InvalidationPlan(table: name, layout: layout)
    if try await wrote(plan.invalidate(key, kind, now: time.now, ifExists: true)) { return true }
    guard layout == .interoperable else { return false }
    // There is no META row. The first render of the page may be under way: then its row must know.
    let now = time.now
    let lock = try await client.getItem(leases.plan.key(key), from: name, consistentRead: true).map(LockRow.init)
    // Whether it has expired does not matter: who has it may publish all the same. A lease that is over has no token.
    guard lock?.token != nil else {
      // Who was there a moment ago has published by now, if ever.
      return try await wrote(plan.invalidate(key, kind, now: now, ifExists: true))
    }
    return try await wrote(plan.invalidate(key, kind, now: now, ifExists: false))
  }

  private func wrote(_ update: UpdateItem) async throws(DynamoDBError) -> Bool {
    do throws(DynamoDBError) {
      _ = try await client.send(update)
      return true
    } catch .conditionFailed {
      return false
    }
  }
}

/// Invalidating a page, as a pure function.
struct InvalidationPlan: Sendable {
  var table: String
  var layout: CacheLayout

  func invalidate(_ key: CacheKey, _ kind: Invalidation, now: Timestamp, ifExists: Bool) -> UpdateItem {
    let next = Update.Value.plus(.ifNotExists(.row(Attribute.invalidations), .value(0)), .value(1))
    var update = Update()
      .set(.row(Attribute.invalidations), to: next)
      .set(.row(Attribute.invalidatedAt), to: .number(now.secondsRoundedDown))
    if kind == .hard {
      // Both sides are what they were before the update: it is the number of this invalidation.
      update = update.set(.row(Attribute.hardInvalidation), to: next)
    }
    if !ifExists {
      // A row that nobody completes goes again.
      let kept = (now + .seconds(24 * 3600)).secondsRoundedUp
      update = update.set(
        .row(Attribute.timeToLive), to: .operand(.ifNotExists(.row(Attribute.timeToLive), .value(.number(kept)))))
    }
    return UpdateItem(
      table: table, key: RowKey.item(key, layout.entryRow), update: update,
      condition: ifExists ? DocumentPath.row(Attribute.partition).exists : nil)
  }
}
