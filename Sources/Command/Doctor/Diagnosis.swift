import DynamoDB
import TableTheoryDocuments
import TableTheoryModels

/// Compares what a table is with what its models and the contract need.
struct Diagnosis: Sendable {
  var schema: TableSchema
  var facts: TableFacts
  /// By how much clocks may differ.
  var clockSkew: Duration
  /// What the AWS CLI needs to find the place: nothing, or ` --endpoint-url URL`.
  var cliOptions: String
  /// Whether the table is in a file of this machine.
  var isFile = false

  var findings: [Finding] {
    guard let table = facts.description else {
      return [
        Finding(
          .table, .differs, "there is no table \(schema.name)",
          remedy: isFile
            ? "the first command or program that writes to it makes it"
            : "tabletheory template create-table --table \(schema.name) prints a script that makes it")
      ] + (isFile ? [] : [clock])
    }
    let ofAll = [status(table), keys(table), indexes(table), timeToLive].compactMap(\.self)
    return isFile ? ofAll : ofAll + [billing(table), recovery, protection(table), encryption, alarms, clock]
  }

  private func status(_ table: TableDescription) -> Finding {
    table.status == .active
      ? Finding(.table, .ok, "it is there, with \(table.itemCount) \(table.itemCount == 1 ? "item" : "items")")
      : Finding(
        .table, .differs, "it is \(table.status.rawValue), not ACTIVE", remedy: "wait, and look again")
  }

  private func keys(_ table: TableDescription) -> Finding {
    guard table.keySchema != schema.key else { return Finding(.keys, .ok, "the key is \(schema.key.sentence)") }
    return Finding(
      .keys, .differs, "the key is \(table.keySchema.sentence), it has to be \(schema.key.sentence)",
      remedy: "a table's key cannot be changed: make another table, and copy what is to be kept")
  }

  private func indexes(_ table: TableDescription) -> Finding? {
    guard !schema.indexes.isEmpty else { return nil }
    let live = table.indexes.map { IndexSchema($0.index) }
    var wrong: [String] = []
    for index in schema.indexes {
      guard let found = live.first(where: { $0.name == index.name }) else {
        wrong.append("there is no index \(index.name)")
        continue
      }
      if found.kind != index.kind {
        wrong.append("\(index.name) is a \(found.kind.rawValue), it has to be a \(index.kind.rawValue)")
      }
      if found.key != index.key {
        wrong.append("\(index.name) has the key \(found.key.sentence), it has to be \(index.key.sentence)")
      }
      if !found.projection.covers(index.projection) {
        wrong.append("\(index.name) does not hold all attributes that the models want of it")
      }
    }
    guard !wrong.isEmpty else {
      return Finding(.indexes, .ok, "\(schema.indexes.map(\.name).joined(separator: ", ")) are there")
    }
    return Finding(
      .indexes, .differs, wrong.joined(separator: "; "),
      remedy: "aws dynamodb update-table adds and deletes global indexes; local ones are made with the table")
  }

  private var timeToLive: Finding? {
    guard let needed = schema.timeToLive else { return nil }
    let command =
      "aws dynamodb update-time-to-live --table-name \(schema.name)\(cliOptions) --time-to-live-specification"
    let on = isFile ? "CacheTable.createIfMissing() turns it on" : "\(command) Enabled=true,AttributeName=\(needed)"
    switch facts.timeToLive {
    case .unknown(let why): return Finding(.ttl, .unknown, why)
    case .known(let live):
      switch (live.status, live.attribute) {
      case (.enabled, needed): return Finding(.ttl, .ok, "it is on, by \(needed)")
      case (.enabling, needed): return Finding(.ttl, .ok, "it is being turned on, by \(needed)")
      case (.enabled, let other?), (.enabling, let other?):
        return Finding(
          .ttl, .differs, "it goes by \(other), it has to go by \(needed)",
          remedy: isFile ? nil : "\(command) Enabled=false,AttributeName=\(other), and after an hour: \(on)")
      default:
        return Finding(
          .ttl, .differs, "it is off: rows are never deleted; it has to go by \(needed)", remedy: on)
      }
    }
  }

  private func billing(_ table: TableDescription) -> Finding {
    guard case .provisioned(let read, let write) = table.billing else {
      return Finding(.billing, .ok, "by the request")
    }
    return Finding(
      .billing, .differs,
      "\(read) read and \(write) write units a second are all there is; on demand nothing has to be foreseen",
      remedy: "aws dynamodb update-table --table-name \(schema.name)\(cliOptions) --billing-mode PAY_PER_REQUEST")
  }

  private var recovery: Finding {
    switch facts.recovery {
    case .unknown(let why): Finding(.recovery, .unknown, why)
    case .known(true): Finding(.recovery, .ok, "the table can be had as it was at any second of the last 35 days")
    case .known(false):
      Finding(
        .recovery, .differs, "point-in-time recovery is off: what is deleted by mistake is gone",
        remedy: "aws dynamodb update-continuous-backups --table-name \(schema.name)\(cliOptions) "
          + "--point-in-time-recovery-specification PointInTimeRecoveryEnabled=true")
    }
  }

  private func protection(_ table: TableDescription) -> Finding {
    guard !table.deletionProtection else { return Finding(.deletionProtection, .ok, "DeleteTable is refused") }
    return Finding(
      .deletionProtection, .advice, "off: whoever may delete the table does it at once",
      remedy: "aws dynamodb update-table --table-name \(schema.name)\(cliOptions) --deletion-protection-enabled")
  }

  private var encryption: Finding {
    switch facts.encryption {
    case .unknown(let why): Finding(.encryption, .unknown, why)
    case .known(.key(let key)): Finding(.encryption, .ok, "with KMS's key \(key)")
    case .known(.inaccessible(let key)):
      Finding(
        .encryption, .differs, "DynamoDB cannot use the KMS key \(key) any more: nothing can be read or written",
        remedy:
          "let DynamoDB use it again, by its policy, its grants and its state: after seven days the table is archived")
    case .known(.ownedByDynamoDB):
      Finding(
        .encryption, .advice, "with DynamoDB's own key, whose use nobody sees",
        remedy: "aws dynamodb update-table --table-name \(schema.name)\(cliOptions) --sse-specification "
          + "Enabled=true,SSEType=KMS")
    }
  }

  private var alarms: Finding {
    let live: [LiveAlarm]
    switch facts.alarms {
    case .unknown(let why): return Finding(.alarms, .unknown, why)
    case .known(let alarms): live = alarms
    }
    let wanted = schema.alarms(AlarmOptions())
    let found = wanted.map { alarm in live.filter { $0.covers(alarm, of: schema.name) } }
    let missing = zip(wanted, found).filter { $1.isEmpty }.map(\.0.name)
    let silent = zip(wanted, found).filter { !$1.isEmpty && !$1.contains(where: \.tellsSomebody) }.map(\.0.name)
    guard !(missing.isEmpty && silent.isEmpty) else {
      return Finding(.alarms, .ok, "\(wanted.map(\.name).joined(separator: ", ")) are watched")
    }
    var faults: [String] = []
    var remedies: [String] = []
    if !missing.isEmpty {
      faults.append("nothing watches \(missing.joined(separator: ", "))")
      remedies.append("tabletheory template cloudformation (or terraform, cdk-json) prints the alarms")
    }
    if !silent.isEmpty {
      faults.append("the alarms on \(silent.joined(separator: ", ")) tell nobody")
      remedies.append("give them actions, and enable them: aws cloudwatch put-metric-alarm, enable-alarm-actions")
    }
    return Finding(
      .alarms, .advice, faults.joined(separator: "; "), remedy: remedies.joined(separator: "; "))
  }

  private var clock: Finding {
    guard let ahead = facts.clockAhead else {
      return Finding(.clock, .unknown, "the endpoint does not say what time it is")
    }
    let skew = ahead.lowerBound > .zero ? ahead.lowerBound : ahead.upperBound < .zero ? ahead.upperBound : .zero
    guard skew > clockSkew || skew < .zero - clockSkew else {
      let within = max(ahead.upperBound, .zero - ahead.lowerBound)
      return Finding(.clock, .ok, "this machine's clock is within \(within.short) of the server's")
    }
    let direction = skew > .zero ? "ahead of" : "behind"
    return Finding(
      .clock, .differs,
      "this machine's clock is at least \(max(skew, .zero - skew).short) \(direction) the server's, more than \(clockSkew.short): "
        + "work may be done twice",
      remedy: "set the clock by NTP (chrony, systemd-timesyncd), or allow for it with a larger --clock-skew")
  }
}

extension IndexSchema {
  fileprivate init(_ index: SecondaryIndex) {
    let projection: Projection =
      switch index.attributes {
      case .all: .all
      case .keys: .keysOnly
      case .including(let fields): .including(fields)
      }
    self.init(
      index.name, kind: index.scope == .global ? .global : .local, key: index.keySchema, projection: projection)
  }
}

extension KeySchema {
  /// `pk (S) and sk (S)`
  fileprivate var sentence: String {
    attributes.map { "\($0.name) (\($0.kind.rawValue))" }.joined(separator: " and ")
  }
}

extension IndexSchema.Projection {
  /// Whether an index with this projection holds all that another one would.
  fileprivate func covers(_ other: IndexSchema.Projection) -> Bool {
    switch (self, other) {
    case (.all, _), (.keysOnly, .keysOnly), (.including, .keysOnly): true
    case (.including(let own), .including(let others)): Set(others).isSubset(of: own)
    default: false
    }
  }
}
