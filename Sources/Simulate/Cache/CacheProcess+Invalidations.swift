import DynamoDB
import MutableTableTheory
import TableTheoryTesting

extension CacheProcess {
  /// Makes a page, or all with a tag or of a deploy, out of date.
  func invalidate(_ key: CacheKey, _ generator: inout SeededGenerator) async {
    let target: InvalidationNote.Target =
      switch generator.index(below: 5) {
      case 0, 1: .page(key)
      case 2, 3: .tag(CacheScenario.tag)
      default: .deploy(CacheScenario.deploy)
      }
    let kind = generator.pick(Invalidation.allCases)
    // What was not acknowledged is done again, as it may be.
    for _ in 0..<2 where !worker.isCrashed {
      let began = worker.world.scheduler.uptime
      worker.note(InvalidationNote.asks(target, kind))
      do throws(DynamoDBError) {
        switch target {
        case .page(let key): try await pages.invalidate(key, kind)
        case .tag(let tag): try await pages.invalidate(tag: CacheTag(tag), kind)
        case .deploy(let id): try await pages.invalidate(tag: .deploy(id), kind)
        }
        worker.note(InvalidationNote.acknowledged(target, kind, began: began))
        return
      } catch {
        worker.note(InvalidationNote.failed(target, error))
        await pause(&generator, upTo: .milliseconds(300))
      }
    }
  }
}

/// What is said about invalidations.
enum InvalidationNote: HistoryNote {
  case asks(Target, Invalidation)
  /// Since `began`, by the right time, the call was under way.
  case acknowledged(Target, Invalidation, began: Duration)
  case failed(Target, DynamoDBError)

  enum Target: Hashable, Sendable {
    case page(CacheKey)
    case tag(String)
    case deploy(String)
  }

  var description: String {
    switch self {
    case .asks(let target, let kind): "invalidates \(target), \(kind.rawValue)"
    case .acknowledged(let target, let kind, let began): "has invalidated \(target), \(kind.rawValue), since \(began)"
    case .failed(let target, let error): "did not invalidate \(target): \(error)"
    }
  }
}

extension InvalidationNote.Target: CustomStringConvertible {
  var description: String {
    switch self {
    case .page(let key): "\(key)"
    case .tag(let tag): "the tag \(tag)"
    case .deploy(let id): "the deploy \(id)"
    }
  }
}

extension InvalidationNote.Target {
  /// Whether it is about this entry.
  func concerns(_ entry: CacheEntry) -> Bool {
    switch self {
    case .page(let key): entry.key == key
    case .tag(let tag): entry.tags.contains(tag)
    case .deploy(let id): entry.deployID == id
    }
  }

  var isTag: Bool { if case .page = self { false } else { true } }
}
