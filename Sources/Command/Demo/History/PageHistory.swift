import DynamoDB

/// What happened to one page during a run, and what of it must not have happened.
///
/// Facts come in from three sides: the table's door (acquisitions, releases, publications), the workers (renders) and
/// the visitors (responses). Nothing depends on the order in which the sides are heard: what belongs together is
/// found by the fence.
struct PageHistory: Sendable {
  struct Acquisition: Hashable, Sendable {
    var fence: Int64
    var token: String
    /// `nil` for a lease that an earlier run left behind.
    var worker: Int?
    var expiresAt: Timestamp
  }

  struct Render: Hashable, Sendable {
    var fence: Int64
    var worker: Int
    var startedAt: Timestamp
  }

  let page: String
  /// What was there when the run began.
  private(set) var initial: Generation?
  private(set) var publications: [Generation] = []
  private(set) var acquisitions: [Acquisition] = []
  private(set) var renders: [Render] = []
  private(set) var released: Set<Int64> = []
  private(set) var refused: Set<Int64> = []
  /// How often a lease was taken from somebody who had neither published nor released.
  private(set) var takeovers = 0
  private(set) var hits = 0
  private(set) var responses = 0
  private var highestServed: Int64?
  private var misorders: [Violation] = []

  init(page: String, initial: Generation? = nil, leftBehind: Acquisition? = nil) {
    self.page = page
    self.initial = initial
    acquisitions = leftBehind.map { [$0] } ?? []
  }

  /// The generation that is current.
  var current: Generation? { publications.last ?? initial }
}

// What the table's door sees.
extension PageHistory {
  /// - Returns: The acquisition that was overtaken: neither published under nor released.
  @discardableResult
  mutating func acquired(_ acquisition: Acquisition) -> Acquisition? {
    // A renewal has the same fence.
    if let known = acquisitions.lastIndex(where: { $0.fence == acquisition.fence }) {
      acquisitions[known].expiresAt = acquisition.expiresAt
      return nil
    }
    let before = acquisitions.last { $0.fence < acquisition.fence }
    acquisitions.append(acquisition)
    // One that is repeated after a lost answer has the same token: it overtakes nobody.
    guard let before, before.token != acquisition.token, !released.contains(before.fence), !isPublished(before.fence)
    else { return nil }
    takeovers += 1
    return before
  }

  mutating func released(fence: Int64) { released.insert(fence) }

  mutating func refusedPublication(fence: Int64) {
    // A repeated request whose first answer was lost is refused although it was carried out.
    if !isPublished(fence) { refused.insert(fence) }
  }

  /// - Parameter generation: META as it is after the publication: fence and version have to rise together.
  mutating func published(_ generation: Generation) {
    if let last = current {
      if generation == last { return }
      let versionRises = if let new = generation.version, let old = last.version { new == old + 1 } else { true }
      if generation.fence <= last.fence || !versionRises {
        misorders.append(.publishedOutOfOrder(page: page, generation, after: last))
      }
    }
    if let holder = acquisitions.last, holder.fence > generation.fence {
      misorders.append(.publishedAfterTakeover(page: page, published: generation.fence, holder: holder.fence))
    }
    publications.append(generation)
  }

  /// The acquisition that nobody has ended yet.
  var open: Acquisition? { acquisitions.last.flatMap { isEnded($0.fence) ? nil : $0 } }

  func isPublished(_ fence: Int64) -> Bool {
    initial?.fence == fence || publications.last { $0.fence == fence } != nil
  }

  func isEnded(_ fence: Int64) -> Bool { isPublished(fence) || released.contains(fence) || refused.contains(fence) }
}

// What the workers tell.
extension PageHistory {
  mutating func renderStarted(fence: Int64, worker: Int, at moment: Timestamp) {
    renders.append(Render(fence: fence, worker: worker, startedAt: moment))
  }
}

// What visitors see.
extension PageHistory {
  /// - Returns: The newest generation that any response which has ended carried: what a response that begins now may
  ///   not fall below.
  func responseBegins() -> Int64? { highestServed }

  /// - Parameters:
  ///   - floor: what ``responseBegins()`` returned.
  ///   - isCurrent: whether the response claims to be what the table names, not a render that was refused.
  mutating func responseEnded(generation: Int64, floor: Int64?, isHit: Bool, isCurrent: Bool) {
    responses += 1
    if isHit { hits += 1 }
    if let floor, generation < floor {
      misorders.append(.servedOlderAfterNewer(page: page, served: generation, after: floor))
    }
    guard isCurrent else { return }
    if !isPublished(generation) { misorders.append(.servedUnpublished(page: page, served: generation)) }
    highestServed = max(generation, highestServed ?? generation)
  }
}

extension PageHistory {
  /// Everything that must not have happened.
  ///
  /// - Parameter dead: the workers that were killed: what they left undone was rightly done again.
  func violations(dead: Set<Int>) -> [Violation] { misorders + duplicateRenders(dead: dead) }

  /// Renders of what was rendered already, in two shapes: a second render that replaces the same generation, unless
  /// each earlier one came to nothing by a crash or gave its lease back; and a render of what was fresh.
  private func duplicateRenders(dead: Set<Int>) -> [Violation] {
    var violations: [Violation] = []
    var counted: [Int64?: Render] = [:]
    var bases = (initial.map { [$0] } ?? []) + publications
    bases.sort { $0.fence < $1.fence }
    var next = 0
    for render in renders.sorted(by: { $0.fence < $1.fence }) {
      while next < bases.count, bases[next].fence < render.fence { next += 1 }
      // What the render was to replace: the last generation before it.
      let base = next > 0 ? bases[next - 1] : nil
      if let earlier = counted[base?.fence] {
        violations.append(.renderedTwice(page: page, fence: render.fence, earlier: earlier.fence, base: base?.fence))
        continue
      }
      if let base, render.startedAt < base.freshUntil {
        violations.append(.renderedWhileFresh(page: page, fence: render.fence, base: base.fence))
      }
      let crashed = dead.contains(render.worker) && !isEnded(render.fence)
      if !crashed, !released.contains(render.fence) { counted[base?.fence] = render }
    }
    return violations
  }
}
