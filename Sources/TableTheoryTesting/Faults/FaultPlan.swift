/// How often what goes wrong, and how long things take.
public struct FaultPlan: Sendable {
  /// How many requests in a thousand meet a fault.
  public var perMille: Int
  /// Which faults: each as often as it is in the list.
  public var kinds: [Fault.Kind]
  /// How long a request, and its answer, is on its way at most.
  public var latency: Duration
  /// How long a caller waits for an answer before it gives up.
  public var timeout: Duration
  /// How long something late is late, and a frozen worker frozen, at most.
  public var lateness: Duration
  /// Which writes a network may carry out late, long after their sender has gone on: a copy of any other arrives right
  /// behind the request, and one that nobody waits for is lost.
  public var mayArriveLate: @Sendable (TableRequest) -> Bool
  /// How often the table's TTL deletes what is over, on average; `nil` for never.
  public var sweepInterval: Duration?
  /// By how much TTL may be early: the clock of whoever deletes is not the worker's.
  public var sweepEarliness: Duration

  /// One request in ten, and all kinds of faults, unless told otherwise. Durations are of virtual time.
  ///
  /// - Parameters:
  ///   - perMille: how many requests in a thousand meet a fault.
  ///   - kinds: which faults.
  ///   - latency: how long a request, and its answer, is on its way at most.
  ///   - timeout: how long a caller waits for an answer.
  ///   - lateness: how late what is late comes at most.
  ///   - mayArriveLate: which writes a network may carry out late.
  ///   - sweepInterval: how often TTL deletes what is over, on average; `nil` for never.
  ///   - sweepEarliness: by how much that may be early.
  public init(
    perMille: Int = 100, kinds: [Fault.Kind] = Fault.Kind.allCases, latency: Duration = .milliseconds(40),
    timeout: Duration = .seconds(1), lateness: Duration = .seconds(8),
    mayArriveLate: @escaping @Sendable (TableRequest) -> Bool = { _ in true },
    sweepInterval: Duration? = .seconds(20), sweepEarliness: Duration = .zero
  ) {
    self.perMille = perMille
    self.kinds = kinds
    self.latency = latency
    self.timeout = timeout
    self.lateness = lateness
    self.mayArriveLate = mayArriveLate
    self.sweepInterval = sweepInterval
    self.sweepEarliness = sweepEarliness
  }

  /// Nothing goes wrong, and nothing takes time.
  public static let none = FaultPlan(perMille: 0, kinds: [], latency: .zero, sweepInterval: nil)
}

extension FaultPlan {
  /// What happens to the next request.
  func draw(from generator: inout SeededGenerator) -> Fault? {
    guard !kinds.isEmpty, generator.chance(perMille: perMille) else { return nil }
    switch generator.pick(kinds) {
    case .requestLost: return .requestLost
    case .responseLost: return .responseLost
    case .responseLate: return .responseLate(by: late(&generator))
    case .duplicated: return .duplicated(after: late(&generator))
    case .requestLate: return .requestLate(by: late(&generator))
    case .throttled: return .throttled
    case .conflict: return .conflict
    case .serverError: return .serverError(carriedOut: generator.chance(perMille: 500))
    case .crash: return .crash(carriedOut: generator.chance(perMille: 500))
    case .freeze: return .freeze(late(&generator), beforeSending: generator.chance(perMille: 500))
    }
  }

  /// Often short, seldom long: what is late by milliseconds and what is late by seconds are different faults.
  private func late(_ generator: inout SeededGenerator) -> Duration {
    generator.duration(from: .zero, to: generator.chance(perMille: 500) ? lateness : lateness / 20)
  }

  func transit(_ generator: inout SeededGenerator) -> Duration {
    latency == .zero ? .zero : generator.duration(from: .zero, to: latency)
  }
}
