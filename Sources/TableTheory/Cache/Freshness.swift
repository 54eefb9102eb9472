public import DynamoDB

/// Whether a page may be served as it is. It depends on the rows and the time alone, never on `ttl`: DynamoDB's TTL
/// deletes days late.
public enum Freshness: Hashable, Sendable {
  /// Serve it.
  case fresh(until: Timestamp)
  /// Its time is over: make it anew, and serve it where that takes too long.
  case stale(since: Timestamp)
  /// Somebody said that it is out of date: make it anew, and serve it meanwhile only where it is ``Invalidation/soft``.
  case invalidated(at: Timestamp, Invalidation)
  /// There is none.
  case missing

  /// Whether it may be served without making it anew.
  public var isFresh: Bool {
    if case .fresh = self { true } else { false }
  }

  /// Whether somebody said that it is out of date.
  var isInvalidated: Bool {
    if case .invalidated = self { true } else { false }
  }

  /// Whether it may be served while a new one is made.
  public var isServable: Bool {
    switch self {
    case .fresh, .stale, .invalidated(_, .soft): true
    case .invalidated(_, .hard), .missing: false
    }
  }
}

/// What an invalidation asks for.
public enum Invalidation: String, Hashable, Sendable, CaseIterable {
  /// The page is out of date: it may be served until the new one is there.
  case soft
  /// The page is wrong: it must not be served any more.
  case hard
}

extension Freshness {
  /// Whether a page may be served at `now`.
  ///
  /// - Parameters:
  ///   - now: the time at which it would be served.
  ///   - entry: the page's entry, `nil` where there is none.
  ///   - generations: of the tags that the entry depends on; a tag that is not among them counts as never invalidated.
  public init(
    of entry: CacheEntry?, at now: Timestamp, generations: [CacheTag: TagGeneration] = [:]
  ) {
    guard let entry else {
      self = .missing
      return
    }
    let invalidations = [entry.ownInvalidation].compactMap(\.self) + entry.invalidations(by: generations)
    if let last = invalidations.map(\.at).max() {
      #if MUTANTS
        if CodeMutant.isAtWork(.hardIsSoft) {
          self = .invalidated(at: last, .soft)
          return
        }
      #endif
      self = .invalidated(at: last, invalidations.contains { $0.kind == .hard } ? .hard : .soft)
    } else {
      self = now < entry.freshUntil ? .fresh(until: entry.freshUntil) : .stale(since: entry.freshUntil)
    }
  }
}

extension CacheEntry {
  /// When the entry stops being fresh by its age.
  public var freshUntil: Timestamp { generatedAt + revalidateAfter }

  /// Whether the entry may be served at `now`. See ``Freshness/init(of:at:generations:)``.
  public func freshness(at now: Timestamp, generations: [CacheTag: TagGeneration] = [:]) -> Freshness {
    Freshness(of: self, at: now, generations: generations)
  }

  /// The page's own invalidation that the entry does not answer.
  ///
  /// Invalidations are counted, and an entry says which of them its maker knew: no clock decides. Where one of the two
  /// is unknown, another program's row say, the times do, and an invalidation in the second of the entry wins.
  fileprivate var ownInvalidation: (at: Timestamp, kind: Invalidation)? {
    guard let invalidatedAt else { return nil }
    if let invalidations = invalidationCount, let answered, invalidations > answered.count {
      return (invalidatedAt, hardInvalidation.map { $0 > answered.count } == true ? .hard : .soft)
    }
    // Not counted, or its maker did not count: the times tell.
    guard invalidatedAt >= generatedAt, invalidatedAt.secondsRoundedDown != answered?.at else { return nil }
    guard answered == nil else { return (invalidatedAt, .soft) }
    // Which of them the entry answers is unknown: what may be wrong is not served.
    return (invalidatedAt, hardInvalidation != nil ? .hard : .soft)
  }

  fileprivate func invalidations(by generations: [CacheTag: TagGeneration]) -> [(at: Timestamp, kind: Invalidation)] {
    guard !generations.isEmpty else { return [] }
    return dependencies.compactMap { tag in
      guard let current = generations[tag], current.last > answered(tag) else { return nil }
      return (Timestamp(milliseconds: current.last), current.lastHard > answered(tag) ? .hard : .soft)
    }
  }

  private func answered(_ tag: CacheTag) -> Int64 { tagGenerations[tag.name] ?? 0 }
}
