import DynamoDB
package import TableTheoryModels

/// An alarm on a table, whatever template it is written in.
///
/// Source: *Amazon DynamoDB Developer Guide*, "DynamoDB metrics and dimensions"; *Amazon CloudWatch User Guide*,
/// "Recommended alarms" and "Using metric math".
package struct TableAlarm: Hashable, Sendable {
  /// What is measured: one series, or the one that is made of several.
  package enum Measure: Hashable, Sendable {
    /// A metric of the table, or of one of its global indexes.
    case metric(String, index: String?)
    /// A metric of each operation on the table, and how they become one.
    case operations(metric: String, expression: String)
  }

  /// Within the table: `read-throttles`.
  package var name: String
  var description: String
  package var measure: Measure
  /// Of a minute: `Sum` or `Average`.
  var statistic: String
  var threshold: Int
  /// How many of the last five minutes have to be above the threshold.
  var minutes: Int

  static let period = 60
  static let evaluationPeriods = 5
  /// A table on which nothing happens has no data.
  static let missingData = "notBreaching"
  static let comparison = "GreaterThanThreshold"
  package static let namespace = "AWS/DynamoDB"

  /// At most ten metrics in one alarm. `Scan` is slow by nature.
  static let operations = [
    "GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactGetItems",
    "TransactWriteItems",
  ]
}

extension TableSchema {
  package func alarms(_ options: AlarmOptions) -> [TableAlarm] {
    var alarms = throttles(of: nil)
    for index in indexes where index.kind == .global { alarms += throttles(of: index.name) }
    alarms.append(
      TableAlarm(
        name: "system-errors", description: "DynamoDB answers requests on \(name) with errors of its own (HTTP 500).",
        measure: .operations(metric: "SystemErrors", expression: "SUM(METRICS())"), statistic: "Sum", threshold: 0,
        minutes: 3))
    alarms.append(
      TableAlarm(
        name: "latency",
        description: "An operation on \(name) takes longer than \(options.latencyMilliseconds) ms on average.",
        measure: .operations(metric: "SuccessfulRequestLatency", expression: "MAX(METRICS())"), statistic: "Average",
        threshold: options.latencyMilliseconds, minutes: 5))
    return alarms
  }

  private func throttles(of index: String?) -> [TableAlarm] {
    [("read", "ReadThrottleEvents"), ("write", "WriteThrottleEvents")].map { kind, metric in
      TableAlarm(
        name: index.map { "\($0)-\(kind)-throttles" } ?? "\(kind)-throttles",
        description:
          "DynamoDB throttles \(kind)s on \(index.map { "\(name)'s index \($0)" } ?? name): a hot partition, "
          + "or a table-wide limit.",
        measure: .metric(metric, index: index), statistic: "Sum", threshold: 0, minutes: 3)
    }
  }
}
