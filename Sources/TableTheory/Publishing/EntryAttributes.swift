import DynamoDB

/// The attributes of an entry that a publication sets, and those that must not stay from the one before.
struct EntryAttributes: Hashable, Sendable {
  /// What is set. `version` is not among them: it is counted in the row.
  private(set) var set: Item
  private(set) var removed: [String]

  init(
    _ publication: Publication, generatedAt: Int64, layout: CacheLayout, fence: Int64, token: String,
    versionID: String?, answered: AnsweredInvalidations?, tagGenerations: [String: Int64]
  ) {
    let keptUntil = (Timestamp(seconds: generatedAt) + publication.retention).secondsRoundedUp
    set = [
      Attribute.objectKey: .string(publication.objectKey), Attribute.generatedAt: .number(generatedAt),
      Attribute.revalidateSeconds: .number(publication.revalidateAfter.components.seconds),
      Attribute.timeToLive: .number(keptUntil), layout.publishedFence: .number(fence),
      layout.publisherToken: .string(token),
    ]
    removed = []
    let generations = tagGenerations.filter { $0.value > 0 }
    optional(Attribute.etag, publication.etag.map { .string($0) })
    optional(Attribute.status, publication.status.map { .number($0) })
    optional(Attribute.contentType, publication.contentType.map { .string($0) })
    optional(Attribute.renderMilliseconds, publication.renderTime.map { .number(Self.milliseconds($0)) })
    optional(Attribute.deployID, publication.deployID.map { .string($0) })
    optional(
      Attribute.headers,
      publication.headers.isEmpty ? nil : .map(publication.headers.mapValues { .string($0) }))
    optional(Attribute.tags, publication.tags.isEmpty ? nil : .stringSet(ValueSet(publication.tags)))
    optional(Attribute.tagGenerations, generations.isEmpty ? nil : .map(generations.mapValues { .number($0) }))
    optional(Attribute.answeredInvalidations, answered.map { .number($0.count) })
    optional(Attribute.answeredAt, answered?.at.map { .number($0) })
    optional(Attribute.currentSort, versionID.map { .string(PublishedVersion.row($0)) })
  }

  /// What the last publication had and this one does not must not stay.
  private mutating func optional(_ attribute: String, _ value: AttributeValue?) {
    if let value { set[attribute] = value } else { removed.append(attribute) }
  }

  /// The update of the row with the entry.
  var update: Update {
    var update = Update()
    for (attribute, value) in set.sorted(by: { $0.key < $1.key }) { update = update.set(.row(attribute), to: value) }
    update = update.set(
      .row(Attribute.version), to: .plus(.ifNotExists(.row(Attribute.version), .value(0)), .value(1)))
    if let answered = set[Attribute.answeredInvalidations] {
      // A row that was deleted meanwhile begins to count where its last one ended: the next one is a new one.
      update = update.set(
        .row(Attribute.invalidations), to: .operand(.ifNotExists(.row(Attribute.invalidations), .value(answered))))
    }
    for attribute in removed { update = update.remove(.row(attribute)) }
    return update
  }

  private static func milliseconds(_ duration: Duration) -> Int64 { Timestamp(sinceEpoch: duration).milliseconds }
}

extension EntryAttributes {
  /// Refuses a row that is larger than a budget, before it is written.
  ///
  /// - Parameters:
  ///   - dependencies: the tags whose generations may be recorded.
  ///   - lease: the bytes of the lease's attributes where they are in the same row.
  /// - Throws: ``PublishError/invalid(_:)``, which names the largest attributes.
  func check(
    key: CacheKey, layout: CacheLayout, dependencies: [CacheTag], lease: Int, budget: Int
  ) throws(PublishError) {
    var row = RowKey.item(key, layout.entryRow).merging(set) { $1 }
    // More publications than these nobody counts.
    row[Attribute.version] = .number(999_999_999)
    // What later invalidations add is not to make a page impossible that was possible before.
    for attribute in [Attribute.invalidations, Attribute.hardInvalidation, Attribute.answeredInvalidations] {
      row[attribute] = .number(999_999_999)
    }
    for attribute in [Attribute.invalidatedAt, Attribute.answeredAt] { row[attribute] = row[Attribute.generatedAt] }
    let generation = AttributeValue.number(1_700_000_000_001)
    if !dependencies.isEmpty {
      row[Attribute.tagGenerations] = .map(Dictionary(dependencies.map { ($0.name, generation) }) { first, _ in first })
    }
    let size = row.size + (layout == .compact ? lease : 0)
    guard size > budget else { return }
    let largest = row.map { (name: $0.key, bytes: $0.key.utf8.count + $0.value.size) }
      .sorted { ($1.bytes, $0.name) < ($0.bytes, $1.name) }.prefix(3)
    throw .invalid(
      "the row of \(key) would have \(size) bytes, \(size - budget) more than its budget of \(budget): "
        + largest.map { "\($0.name) takes \($0.bytes)" }.joined(separator: ", "))
  }
}
