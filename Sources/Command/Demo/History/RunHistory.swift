import DynamoDB

/// Everything that happened in a run: what the display shows, what the report counts and what the checks judge.
struct RunHistory: Sendable {
  /// A response as the visitor saw it.
  struct Response: Hashable, Sendable {
    /// Where the worker got the page from: the header `X-Cache`.
    enum Source: String, Hashable, Sendable, CaseIterable {
      /// It was fresh: a hit.
      case fresh
      /// It was stale, and somebody was rendering it.
      case stale
      /// The request waited for somebody else's render.
      case waited
      /// The request rendered it.
      case rendered
      /// The request rendered it, and publishing was refused.
      case unpublished
    }

    var page: String
    var worker: Int
    var source: Source
    var generation: Int64
  }

  /// Something worth a line of its own on the display.
  struct Note: Hashable, Sendable {
    enum Kind: Hashable, Sendable { case bad, good }

    var kind: Kind
    /// Since the run began.
    var at: Duration
    var text: String
  }

  private(set) var pages: [String: PageHistory]
  private(set) var responses: [Response.Source: Int] = [:]
  private(set) var latencies = Latencies()
  private(set) var retries = 0
  private(set) var failedRequests = 0
  /// What the visitors with browsers asked for, beside the load.
  private(set) var visits = 0
  private(set) var contentions = 0
  private(set) var readUnits = 0.0
  private(set) var writeUnits = 0.0
  /// The workers that were killed, and when.
  private(set) var deaths: [Int: Duration] = [:]
  private(set) var notes: [Note] = []

  init(pages: [PageHistory]) {
    self.pages = Dictionary(uniqueKeysWithValues: pages.map { ($0.page, $0) })
  }

  var requests: Int { latencies.count }
  var renders: Int { pages.values.reduce(0) { $0 + $1.renders.count } }
  var takeovers: Int { pages.values.reduce(0) { $0 + $1.takeovers } }
  var refusedPublications: Int { pages.values.reduce(0) { $0 + $1.refused.count } }
  var publications: Int { pages.values.reduce(0) { $0 + $1.publications.count } }

  func renders(by worker: Int) -> Int {
    pages.values.reduce(0) { $0 + $1.renders.count { $0.worker == worker } }
  }

  /// Everything that must not have happened, page by page.
  var violations: [Violation] {
    let dead = Set(deaths.keys)
    return pages.values.sorted { $0.page < $1.page }.flatMap { $0.violations(dead: dead) }
  }
}

// What the table's door sees.
extension RunHistory {
  mutating func spent(readUnits: Double = 0, writeUnits: Double = 0) {
    self.readUnits += readUnits
    self.writeUnits += writeUnits
  }

  /// A lease was asked for that somebody else held.
  mutating func contended() { contentions += 1 }

  mutating func acquired(_ page: String, _ acquisition: PageHistory.Acquisition, at moment: Duration) {
    guard let overtaken = pages[page]?.acquired(acquisition) else { return }
    var text = "\(page) taken over by \(Self.name(acquisition.worker))"
    if let worker = overtaken.worker, let death = deaths[worker] {
      text += ", \((moment - death).inSeconds) after worker \(worker) was killed"
    } else {
      text += " from \(Self.name(overtaken.worker)), whose lease ran out"
    }
    notes.append(Note(kind: .good, at: moment, text: text))
  }

  mutating func released(_ page: String, fence: Int64) { pages[page]?.released(fence: fence) }

  mutating func published(_ page: String, _ generation: Generation) { pages[page]?.published(generation) }

  mutating func refusedPublication(of page: String, fence: Int64) { pages[page]?.refusedPublication(fence: fence) }

  private static func name(_ worker: Int?) -> String { worker.map { "worker \($0)" } ?? "an earlier run" }
}

// What the workers tell, and what becomes of them.
extension RunHistory {
  mutating func renderStarted(_ page: String, fence: Int64, worker: Int, at moment: Timestamp) {
    pages[page]?.renderStarted(fence: fence, worker: worker, at: moment)
  }

  mutating func died(worker: Int, at moment: Duration, note: String) {
    deaths[worker] = moment
    notes.append(Note(kind: .bad, at: moment, text: note))
  }

  /// Whether a killed worker's lease is still open: the page waits for its takeover.
  var awaitsTakeover: Bool {
    pages.values.contains { page in page.open?.worker.map { deaths[$0] != nil } ?? false }
  }
}

// What visitors see.
extension RunHistory {
  func responseBegins(_ page: String) -> Int64? { pages[page]?.responseBegins() }

  /// - Parameters:
  ///   - floor: what ``responseBegins(_:)`` returned.
  ///   - latency: `nil` for a visitor's request, which the statistics leave out.
  mutating func responseEnded(_ response: Response, floor: Int64?, latency: Duration?) {
    pages[response.page]?.responseEnded(
      generation: response.generation, floor: floor, isHit: response.source == .fresh,
      isCurrent: response.source != .unpublished)
    if let latency {
      responses[response.source, default: 0] += 1
      latencies.record(latency)
    } else {
      visits += 1
    }
  }

  mutating func requestRetried() { retries += 1 }

  mutating func requestFailed(latency: Duration) {
    failedRequests += 1
    latencies.record(latency)
  }
}
