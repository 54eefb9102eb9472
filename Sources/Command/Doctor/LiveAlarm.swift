import DynamoDB
import TableTheoryDocuments

/// An alarm as CloudWatch has it: what it looks at, and whether it tells anybody.
///
/// Source: *Amazon CloudWatch API Reference*, `MetricAlarm`.
struct LiveAlarm: Hashable, Sendable {
  struct Metric: Hashable, Sendable {
    var namespace = ""
    var name = ""
    var dimensions: [String: String] = [:]
  }

  var name = ""
  var tellsSomebody = false
  var metrics: Set<Metric> = []

  /// Whether it looks at what the other one would, whatever its threshold.
  func covers(_ alarm: TableAlarm, of table: String) -> Bool {
    metrics.contains { metric in
      guard metric.namespace == TableAlarm.namespace, metric.dimensions["TableName"] == table else { return false }
      switch alarm.measure {
      case .metric(let name, let index):
        return metric.name == name && metric.dimensions["GlobalSecondaryIndexName"] == index
      case .operations(let name, _): return metric.name == name
      }
    }
  }
}

/// A page of alarms.
struct LiveAlarms: Hashable, Sendable {
  var alarms: [LiveAlarm] = []
  /// Where the next page begins; `nil` where this is the last.
  var token: String?

  /// Reads an answer of `DescribeAlarms`.
  init(json: [UInt8]) throws(DynamoDBError) {
    var reader = JSONReader(json)
    try reader.object { reader, name throws(DynamoDBError) in
      switch name {
      case "MetricAlarms": alarms = try reader.list { reader throws(DynamoDBError) in try LiveAlarm(from: &reader) }
      case "NextToken": token = try reader.string()
      default: try reader.skip()
      }
    }
  }
}

extension LiveAlarm {
  fileprivate init(from reader: inout JSONReader) throws(DynamoDBError) {
    var isEnabled = true
    var hasActions = false
    var single = Metric()
    try reader.object { reader, name throws(DynamoDBError) in
      switch name {
      case "AlarmName": self.name = try reader.string()
      case "ActionsEnabled": isEnabled = try reader.bool()
      case "AlarmActions":
        hasActions = try !reader.list { reader throws(DynamoDBError) in try reader.string() }.isEmpty
      case "Metrics":
        for metric in try reader.list({ reader throws(DynamoDBError) in try Metric(ofQuery: &reader) }) {
          if let metric { metrics.insert(metric) }
        }
      default: try single.read(name, from: &reader)
      }
    }
    if !single.name.isEmpty { metrics.insert(single) }
    tellsSomebody = isEnabled && hasActions
  }
}

extension LiveAlarm.Metric {
  /// Of a query of metric math; `nil` where it is an expression.
  fileprivate init?(ofQuery reader: inout JSONReader) throws(DynamoDBError) {
    self.init()
    try reader.object { reader, name throws(DynamoDBError) in
      guard name == "MetricStat" else { return try reader.skip() }
      try reader.object { reader, name throws(DynamoDBError) in
        guard name == "Metric" else { return try reader.skip() }
        try reader.object { reader, name throws(DynamoDBError) in try read(name, from: &reader) }
      }
    }
    if name.isEmpty { return nil }
  }

  /// A member that an alarm on one metric has itself.
  fileprivate mutating func read(_ member: String, from reader: inout JSONReader) throws(DynamoDBError) {
    switch member {
    case "Namespace": namespace = try reader.string()
    case "MetricName": name = try reader.string()
    case "Dimensions":
      let pairs = try reader.list { reader throws(DynamoDBError) in
        var pair: [String: String] = [:]
        try reader.object { reader, name throws(DynamoDBError) in pair[name] = try reader.string() }
        return pair
      }
      for pair in pairs { dimensions[pair["Name", default: ""]] = pair["Value"] }
    default: try reader.skip()
    }
  }
}
