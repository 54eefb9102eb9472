/// A way in which a worker uses the cache.
enum CacheWay: String, PlayedWay {
  /// Asks for pages, which are made anew where they have to be: `Regenerator`.
  case visits
  /// Makes pages out of date: by key, tag and deploy, soft and hard.
  case invalidations
  /// Goes back to an earlier version, and deletes old ones.
  case versions
  /// Deletes the bodies that no row names.
  case sweep
}

/// What is left out of the cache's histories.
typealias CacheCut = HistoryCut<CacheWay>
