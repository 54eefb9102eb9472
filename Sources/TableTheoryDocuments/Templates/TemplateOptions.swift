/// How a table is run, beyond what its models say: what every template is made with.
public struct TemplateOptions: Hashable, Sendable {
  /// Who has the key that the table is encrypted with at rest. DynamoDB encrypts every table.
  public enum Encryption: Hashable, Sendable {
    /// DynamoDB, at no charge and without a trace.
    case ownedByDynamoDB
    /// AWS KMS, as `alias/aws/dynamodb`: its use is in CloudTrail, and KMS charges for it.
    case managedByAWS
    /// The account: a KMS key by its ARN, id or alias.
    case key(String)
  }

  /// The table as it was at any second of the last 35 days.
  public var pointInTimeRecovery: Bool
  /// `DeleteTable` is refused until this is turned off.
  public var deletionProtection: Bool
  /// Whose key encrypts the table.
  public var encryption: Encryption
  /// `nil` for none.
  public var alarms: AlarmOptions?

  /// Recovery, protection and alarms are on, unless told otherwise.
  public init(
    pointInTimeRecovery: Bool = true, deletionProtection: Bool = true, encryption: Encryption = .managedByAWS,
    alarms: AlarmOptions? = AlarmOptions()
  ) {
    self.pointInTimeRecovery = pointInTimeRecovery
    self.deletionProtection = deletionProtection
    self.encryption = encryption
    self.alarms = alarms
  }
}

/// When an alarm goes off.
public struct AlarmOptions: Hashable, Sendable {
  /// The average latency of a minute, in milliseconds, that an operation has to stay above for five minutes.
  public var latencyMilliseconds: Int

  /// Alarms with this limit of latency.
  public init(latencyMilliseconds: Int = 100) { self.latencyMilliseconds = latencyMilliseconds }
}
