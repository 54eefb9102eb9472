/// Tells whether a table can be brought back to an earlier moment.
///
/// Source: *Amazon DynamoDB API Reference*, `DescribeContinuousBackups`.
public struct DescribeContinuousBackups: DynamoDBOperation {
  public static let name = "DescribeContinuousBackups"

  /// The table's name.
  public var table: String

  /// The request.
  public init(table: String) { self.table = table }

  /// Whether recovery is on, and how far back it reaches.
  public struct Output: Hashable, Sendable {
    /// Whether point-in-time recovery is on.
    public var pointInTimeRecovery: Bool
    /// How many days back it reaches, where it is on.
    public var recoveryDays: Int?
    /// The table can be had as it was from then on; `nil` where recovery is off.
    public var earliestRestorable: Timestamp?
    /// And until then, some minutes ago.
    public var latestRestorable: Timestamp?

    /// An answer of its parts: for clients and tests that make one.
    public init(
      pointInTimeRecovery: Bool, recoveryDays: Int? = nil, earliestRestorable: Timestamp? = nil,
      latestRestorable: Timestamp? = nil
    ) {
      self.pointInTimeRecovery = pointInTimeRecovery
      self.recoveryDays = recoveryDays
      self.earliestRestorable = earliestRestorable
      self.latestRestorable = latestRestorable
    }
  }

  public var tables: [String] { [table] }

  public func run(on handler: some OperationHandler) async throws(DynamoDBError) -> Output {
    try await handler.run(self)
  }
}

/// Turns a table's point-in-time recovery on or off.
///
/// The embedded engine only remembers what was asked: it keeps no earlier states.
///
/// Source: *Amazon DynamoDB API Reference*, `UpdateContinuousBackups`.
public struct UpdateContinuousBackups: DynamoDBOperation {
  public static let name = "UpdateContinuousBackups"

  /// The table's name.
  public var table: String
  /// Whether the table can be had as it was at any second.
  public var pointInTimeRecovery: Bool
  /// How many days back, 1 to 35; DynamoDB takes 35 without it.
  public var recoveryDays: Int?

  /// The request; what has a default may be left out.
  public init(table: String, pointInTimeRecovery: Bool, recoveryDays: Int? = nil) {
    self.table = table
    self.pointInTimeRecovery = pointInTimeRecovery
    self.recoveryDays = recoveryDays
  }

  public typealias Output = DescribeContinuousBackups.Output

  public var tables: [String] { [table] }

  public func run(on handler: some OperationHandler) async throws(DynamoDBError) -> Output {
    try await handler.run(self)
  }
}

extension DescribeContinuousBackups {
  public func write(to writer: inout JSONWriter) {
    writer.object { $0.member("TableName", table) }
  }

  public init(from reader: inout JSONReader) throws(DynamoDBError) {
    table = try RequestMembers(from: &reader).required(.tableName)
  }
}

extension UpdateContinuousBackups {
  public func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("TableName", table)
      writer.key("PointInTimeRecoverySpecification")
      writer.object { writer in
        writer.member("PointInTimeRecoveryEnabled", pointInTimeRecovery)
        writer.member("RecoveryPeriodInDays", recoveryDays)
      }
    }
  }

  public init(from reader: inout JSONReader) throws(DynamoDBError) {
    var enabled: Bool?
    var days: Int?
    let members = try RequestMembers(from: &reader) { reader, name throws(DynamoDBError) in
      guard name == "PointInTimeRecoverySpecification" else { return false }
      try reader.object { reader, name throws(DynamoDBError) in
        switch name {
        case "PointInTimeRecoveryEnabled": enabled = try reader.bool()
        case "RecoveryPeriodInDays": days = try reader.integer()
        default: try reader.skip()
        }
      }
      return true
    }
    table = try members.required(.tableName)
    guard let enabled else {
      throw RequestMembers.missing("PointInTimeRecoverySpecification.pointInTimeRecoveryEnabled")
    }
    pointInTimeRecovery = enabled
    recoveryDays = days
    if let days, !(1...35).contains(days) {
      let bound = days < 1 ? "greater than or equal to 1" : "less than or equal to 35"
      throw .validation(
        "1 validation error detected: Value '\(days)' at 'pointInTimeRecoverySpecification.recoveryPeriodInDays' "
          + "failed to satisfy constraint: Member must have value \(bound)")
    }
  }
}

extension DescribeContinuousBackups.Output: OperationOutput {
  public func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.key("ContinuousBackupsDescription")
      writer.object { writer in
        writer.member("ContinuousBackupsStatus", "ENABLED")
        writer.key("PointInTimeRecoveryDescription")
        writer.object { writer in
          writer.member("PointInTimeRecoveryStatus", pointInTimeRecovery ? "ENABLED" : "DISABLED")
          writer.member("RecoveryPeriodInDays", recoveryDays)
          for (name, moment) in [
            ("EarliestRestorableDateTime", earliestRestorable), ("LatestRestorableDateTime", latestRestorable),
          ] {
            guard let moment else { continue }
            writer.key(name)
            writer.double(Double(moment.milliseconds) / 1000)
          }
        }
      }
    }
  }

  public init(from reader: inout JSONReader) throws(DynamoDBError) {
    self = try reader.onlyMember("ContinuousBackupsDescription") { reader throws(DynamoDBError) in
      var output = Self(pointInTimeRecovery: false)
      try reader.object { reader, name throws(DynamoDBError) in
        guard name == "PointInTimeRecoveryDescription" else { return try reader.skip() }
        try reader.object { reader, name throws(DynamoDBError) in
          switch name {
          case "PointInTimeRecoveryStatus": output.pointInTimeRecovery = try reader.string() == "ENABLED"
          case "RecoveryPeriodInDays": output.recoveryDays = try reader.integer()
          case "EarliestRestorableDateTime": output.earliestRestorable = try reader.timestamp(name)
          case "LatestRestorableDateTime": output.latestRestorable = try reader.timestamp(name)
          default: try reader.skip()
          }
        }
      }
      return output
    }
  }
}
