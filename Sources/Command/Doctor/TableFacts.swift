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
  var indexes: [IndexSchema] = []
  var timeToLive: Fact<DescribeTimeToLive.Output>
  /// Whether point-in-time recovery is on.
  var recovery: Fact<Bool>
  /// How far this machine's clock is ahead of the server's.
  var clockAhead: ClosedRange<Duration>?

  static let timeToLiveOperation = DescribeTimeToLive.name
  static let backupsOperation = "DescribeContinuousBackups"

  /// Costs three requests, and no read units.
  ///
  /// - Throws: ``Failure`` where the table cannot be asked about at all.
  init(of table: String, from probe: some TableProbe) async throws(Failure) {
    let described = try await probe.ask(DescribeTable.name, of: table)
    let timeToLive = try await probe.ask(Self.timeToLiveOperation, of: table)
    let backups = try await probe.ask(Self.backupsOperation, of: table)
    do throws(DynamoDBError) {
      let bytes = try described.output.get()
      description = try DescribeTable.Output(json: bytes).table
      indexes = try IndexList(json: bytes).indexes
    } catch .resourceNotFound {
      description = nil
    } catch {
      throw Failure("\(probe.place) does not tell what the table \(table) is: \(error)", status: .unavailable)
    }
    self.timeToLive = Self.fact(timeToLive.output) { bytes throws(DynamoDBError) in
      try DescribeTimeToLive.Output(json: bytes)
    }
    recovery = Self.fact(backups.output) { bytes throws(DynamoDBError) in try ContinuousBackups(json: bytes).isOn }
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

/// Of `DescribeContinuousBackups`: whether the table can be had as it was at any second.
private struct ContinuousBackups: JSONCodable {
  var isOn = false

  init(from reader: inout JSONReader) throws(DynamoDBError) {
    var isOn = false
    try reader.object { reader, name throws(DynamoDBError) in
      guard name == "ContinuousBackupsDescription" else { return try reader.skip() }
      try reader.object { reader, name throws(DynamoDBError) in
        guard name == "PointInTimeRecoveryDescription" else { return try reader.skip() }
        try reader.object { reader, name throws(DynamoDBError) in
          guard name == "PointInTimeRecoveryStatus" else { return try reader.skip() }
          isOn = try reader.string() == "ENABLED"
        }
      }
    }
    self.isOn = isOn
  }

  func write(to writer: inout JSONWriter) {}
}
