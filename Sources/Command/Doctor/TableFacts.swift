import DynamoDB
import TableTheoryModels

/// What a live table says of itself.
struct TableFacts: Sendable {
  /// Something that was asked for, or why it is not known.
  enum Fact<Value: Sendable>: Sendable {
    case known(Value)
    case unknown(String)
  }

  /// `nil` where there is no such table.
  var description: TableDescription?
  var timeToLive: Fact<DescribeTimeToLive.Output>
  /// Whether point-in-time recovery is on.
  var recovery: Fact<Bool>
  var encryption: Fact<LiveEncryption>
  /// All alarms that there are, other tables' too.
  var alarms: Fact<[LiveAlarm]>
  /// How far this machine's clock is ahead of the server's.
  var clockAhead: ClosedRange<Duration>?

  /// Costs three requests, one more for each hundred alarms, and no read units.
  ///
  /// - Throws: ``Failure`` where the table cannot be asked about at all.
  init(of table: String, from probe: some TableProbe, withAlarms: Bool = true) async throws(Failure) {
    let described = try await probe.ask(DescribeTable.name, of: table)
    let timeToLive = try await probe.ask(DescribeTimeToLive.name, of: table)
    let backups = try await probe.ask(DescribeContinuousBackups.name, of: table)
    do throws(DynamoDBError) {
      description = try DescribeTable.Output(json: try described.output.get()).table
    } catch .resourceNotFound {
      description = nil
    } catch {
      throw Failure("\(probe.place) does not tell what the table \(table) is: \(error)", status: .unavailable)
    }
    self.timeToLive = Self.fact(timeToLive.output) { bytes throws(DynamoDBError) in
      try DescribeTimeToLive.Output(json: bytes)
    }
    recovery = Self.fact(backups.output) { bytes throws(DynamoDBError) in
      try DescribeContinuousBackups.Output(json: bytes).pointInTimeRecovery
    }
    encryption = Self.fact(described.output) { bytes throws(DynamoDBError) in
      if let encryption = try LiveEncryption.read(bytes) { return encryption }
      guard probe.isOfAWS else { throw .service(code: Self.untold, status: 400, message: "") }
      return .ownedByDynamoDB
    }
    alarms = withAlarms && description != nil ? await Self.alarms(of: probe) : .known([])
    for ahead in [described, timeToLive, backups].compactMap(\.clockAhead) {
      clockAhead = clockAhead.map { $0.narrowed(by: ahead) ?? ahead } ?? ahead
    }
  }

  private static let untold = "UnknownOperationException"
  /// A hundred alarms each.
  private static let maximumPages = 50

  private static func alarms(of probe: some TableProbe) async -> Fact<[LiveAlarm]> {
    var alarms: [LiveAlarm] = []
    var token: String?
    for _ in 0..<maximumPages {
      let answer: ProbeAnswer
      do throws(Failure) { answer = try await probe.askForAlarms(after: token) } catch {
        return .unknown(error.description)
      }
      let page = fact(answer.output) { bytes throws(DynamoDBError) in try LiveAlarms(json: bytes) }
      switch page {
      case .unknown(let why): return .unknown(why)
      case .known(let page):
        alarms += page.alarms
        token = page.token
      }
      if token == nil { return .known(alarms) }
    }
    return .unknown("there are more than \(maximumPages * 100) alarms, too many to look through")
  }

  private static func fact<Value>(
    _ output: Result<[UInt8], DynamoDBError>, _ read: ([UInt8]) throws(DynamoDBError) -> Value
  ) -> Fact<Value> {
    do throws(DynamoDBError) { return .known(try read(try output.get())) } catch {
      switch error {
      case .service(code: "UnknownOperationException", _, _): return .unknown("this endpoint does not tell")
      case .service(code: "AccessDeniedException", _, _): return .unknown("the caller may not ask")
      default: return .unknown("\(error)")
      }
    }
  }
}
