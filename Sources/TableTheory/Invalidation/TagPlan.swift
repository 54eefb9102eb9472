import DynamoDB

/// The rows of tags and what invalidates them, as pure functions.
///
/// A tag has one row, or, where so many processes read it that one partition of 3,000 read units a second is not enough,
/// several that are always equal: each process reads one of them.
struct TagPlan: Sendable {
  var table: String
  var shards: Int
  /// How long a row is kept after its last invalidation, longer than any page.
  var rowsKept: Duration

  func key(_ tag: CacheTag, shard: Int) -> Item {
    // A tag's name may hold anything, so what tells the shards apart stands before it.
    let partition = shard == 0 ? tag.description : "\(tag.tenant)SHARD#\(shard)#\(tag.name)"
    return [Attribute.partition: .string(partition), Attribute.sort: .string(RowKey.generation)]
  }

  /// Sets the generation of all of a tag's rows, if it is higher than what they have.
  func invalidate(
    _ tag: CacheTag, _ kind: Invalidation, generation: Int64, now: Timestamp
  ) -> [UpdateItem] {
    (0..<shards).map { shard in
      var update = Update()
        .set(.row(Attribute.generation), to: .number(generation))
        .set(.row(Attribute.invalidatedAt), to: .number(now.secondsRoundedDown))
        .set(.row(Attribute.timeToLive), to: .number((now + rowsKept).secondsRoundedUp))
      if kind == .hard { update = update.set(.row(Attribute.hardGeneration), to: .number(generation)) }
      let current = DocumentPath.row(Attribute.generation)
      return UpdateItem(
        table: table, key: key(tag, shard: shard), update: update,
        condition: current.doesNotExist || current < .number(generation),
        returnValuesOnConditionCheckFailure: .allOld)
    }
  }
}
