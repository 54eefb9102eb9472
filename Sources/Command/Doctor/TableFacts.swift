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
  /// How far this machine's clock is ahead of the server's.
  var clockAhead: ClosedRange<Duration>?

  /// Costs three requests, and no read units.
  ///
  /// - Throws: ``Failure`` where the table cannot be asked about at all.
  init(of table: String, from probe: some TableProbe) async throws(Failure) {
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
    for ahead in [described, timeToLive, backups].compactMap(\.clockAhead) {
      clockAhead = clockAhead.map { $0.narrowed(by: ahead) ?? ahead } ?? ahead
    }
  }

  private static func fact<Value>(
    _ output: Result<[UInt8], DynamoDBError>, _ read: ([UInt8]) throws(DynamoDBError) -> Value
  ) -> Fact<Value> {
    do throws(DynamoDBError) { return .known(try read(try output.get())) } catch {
      switch error {
      case .service(code: "UnknownOperationException", _, _): return .unknown("this endpoint has no such operation")
      case .service(code: "AccessDeniedException", _, _): return .unknown("the caller may not ask")
      default: return .unknown("\(error)")
      }
    }
  }
}
