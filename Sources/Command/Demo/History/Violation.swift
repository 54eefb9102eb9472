/// Something that must not happen in a run, with the page and the generations it happened to.
enum Violation: Hashable, Sendable {
  /// Two renders replace the same generation, and the worker of the earlier one was not killed.
  case renderedTwice(page: String, fence: Int64, earlier: Int64, base: Int64?)
  /// A render began while the generation that it replaces was fresh.
  case renderedWhileFresh(page: String, fence: Int64, base: Int64)
  /// The table moved from a newer generation to an older one, or its version and its fence disagree.
  case publishedOutOfOrder(page: String, Generation, after: Generation)
  /// A publication got through although somebody else had taken the lease over.
  case publishedAfterTakeover(page: String, published: Int64, holder: Int64)
  /// A response that began after another had ended carried an older generation than that one.
  case servedOlderAfterNewer(page: String, served: Int64, after: Int64)
  /// A response carried a generation that nobody published.
  case servedUnpublished(page: String, served: Int64)

  var isDuplicateRender: Bool {
    switch self {
    case .renderedTwice, .renderedWhileFresh: true
    default: false
    }
  }
}

extension Violation: CustomStringConvertible {
  var description: String {
    switch self {
    case .renderedTwice(let page, let fence, let earlier, let base):
      "\(page) was rendered twice to replace \(base.map { "generation \($0)" } ?? "nothing"): "
        + "as generation \(earlier) and as generation \(fence)"
    case .renderedWhileFresh(let page, let fence, let base):
      "\(page) was rendered as generation \(fence) while generation \(base) was fresh"
    case .publishedOutOfOrder(let page, let generation, let last):
      "\(page) went from generation \(last.fence) (version \(last.version ?? 0)) "
        + "to generation \(generation.fence) (version \(generation.version ?? 0))"
    case .publishedAfterTakeover(let page, let published, let holder):
      "\(page) was published as generation \(published) after the lease had been taken over as \(holder)"
    case .servedOlderAfterNewer(let page, let served, let after):
      "\(page) was served as generation \(served) to a visitor who came after generation \(after) had been served"
    case .servedUnpublished(let page, let served):
      "\(page) was served as generation \(served), which was never published"
    }
  }
}
