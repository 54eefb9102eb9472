import DynamoDB
import Synchronization

/// What this process has read of tags' generations, for a stated time: tags are read once for many pages.
final class TagGenerations: Sendable {
  private struct Known {
    var generation: TagGeneration
    var readAt: Duration
  }

  private let known = Mutex<[CacheTag: Known]>([:])
  /// More tags than this are not remembered.
  private let limit: Int

  init(limit: Int) { self.limit = limit }

  /// Those that were read after `moment`, by uptime.
  func known(_ tags: [CacheTag], since moment: Duration) -> [CacheTag: TagGeneration] {
    #if MUTANTS
      let moment = CodeMutant.isAtWork(.tagsAreKnownForEver) ? .zero - .seconds(1) : moment
    #endif
    return known.withLock { known in
      var found: [CacheTag: TagGeneration] = [:]
      for tag in tags {
        if let entry = known[tag], entry.readAt > moment { found[tag] = entry.generation }
      }
      return found
    }
  }

  /// The tag was invalidated by this process. What others did meanwhile is not known by that: it is read when it would have
  /// been.
  func raise(_ tag: CacheTag, to generation: Int64, _ kind: Invalidation) {
    known.withLock { known in
      guard let last = known[tag]?.generation.last, last < generation else { return }
      known[tag]?.generation.last = generation
      if kind == .hard { known[tag]?.generation.lastHard = generation }
    }
  }

  /// - Parameter readAt: when the read began, by uptime: what happened afterwards may not be in it.
  func learn(_ generations: [CacheTag: TagGeneration], readAt: Duration) {
    known.withLock { known in
      if known.count + generations.count > limit { known.removeAll() }
      for (tag, generation) in generations {
        // Generations only rise: of two reads the higher one is newer, in whatever order they end.
        let last = max(generation.last, known[tag]?.generation.last ?? 0)
        let lastHard = max(generation.lastHard, known[tag]?.generation.lastHard ?? 0)
        known[tag] = Known(
          generation: TagGeneration(last: last, lastHard: lastHard), readAt: max(readAt, known[tag]?.readAt ?? readAt))
      }
    }
  }
}
