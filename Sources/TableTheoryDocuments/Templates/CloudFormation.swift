public import TableTheoryModels

/// Tables as a CloudFormation template, with alarms that tell a topic if one is given.
///
/// Source: *AWS CloudFormation Template Reference*, `AWS::DynamoDB::Table` and `AWS::CloudWatch::Alarm`.
public enum CloudFormation {
  /// - Returns: The template; ``DocumentValue/yaml`` and ``DocumentValue/json`` are both CloudFormation's.
  public static func template(
    of tables: [TableSchema], _ options: TemplateOptions = TemplateOptions()
  ) -> DocumentValue {
    let alarms = options.alarms.map { alarms in tables.map { ($0, $0.alarms(alarms)) } } ?? []
    var resources: [DocumentValue.Member] = []
    var outputs: [DocumentValue.Member] = []
    for table in tables {
      resources.append(.init(table.logicalID, resource(of: table, options)))
      outputs.append(.init("\(table.logicalID)Name", ["Value": ["Ref": .string(table.logicalID)]]))
      outputs.append(.init("\(table.logicalID)Arn", ["Value": ["Fn::GetAtt": [.string(table.logicalID), "Arn"]]]))
    }
    for (table, alarms) in alarms {
      for alarm in alarms {
        resources.append(.init(table.logicalID + alarm.name.words, resource(of: alarm, on: table)))
      }
    }
    return .object([
      "AWSTemplateFormatVersion": "2010-09-09",
      "Description": .string("Tables of TableTheory: \(tables.map(\.name).joined(separator: ", "))"),
      "Parameters": alarms.isEmpty ? nil : ["AlarmTopicArn": topic],
      "Conditions": alarms.isEmpty
        ? nil : ["HasAlarmTopic": ["Fn::Not": [["Fn::Equals": [["Ref": "AlarmTopicArn"], ""]]]]],
      "Resources": .object(resources),
      "Outputs": .object(outputs),
    ])
  }

  private static let topic: DocumentValue = [
    "Type": "String", "Default": "", "Description": "The SNS topic that alarms tell; empty for none.",
  ]

  private static func resource(of table: TableSchema, _ options: TemplateOptions) -> DocumentValue {
    [
      "Type": "AWS::DynamoDB::Table", "DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain",
      "Properties": properties(of: table, options),
    ]
  }

  static func properties(of table: TableSchema, _ options: TemplateOptions) -> DocumentValue {
    var properties = table.properties
    if let timeToLive = table.timeToLive {
      properties["TimeToLiveSpecification"] = TableSchema.specification(timeToLive)
    }
    properties["PointInTimeRecoverySpecification"] = [
      "PointInTimeRecoveryEnabled": .bool(options.pointInTimeRecovery)
    ]
    properties["DeletionProtectionEnabled"] = .bool(options.deletionProtection)
    properties["SSESpecification"] = options.encryption.specification(enabled: "SSEEnabled")
    return properties
  }

  private static func resource(of alarm: TableAlarm, on table: TableSchema) -> DocumentValue {
    var properties = properties(of: alarm, on: table, named: ["Ref": .string(table.logicalID)])
    let actions: DocumentValue = [
      "Fn::If": ["HasAlarmTopic", [["Ref": "AlarmTopicArn"]], ["Ref": "AWS::NoValue"]]
    ]
    properties["AlarmActions"] = actions
    properties["OKActions"] = actions
    return ["Type": "AWS::CloudWatch::Alarm", "Properties": properties]
  }

  /// - Parameter name: the table's name, or what stands for it.
  static func properties(
    of alarm: TableAlarm, on table: TableSchema, named name: DocumentValue
  ) -> DocumentValue {
    var properties: DocumentValue = [
      "AlarmName": .string("\(table.name)-\(alarm.name)"), "AlarmDescription": .string(alarm.description),
      "ComparisonOperator": .string(TableAlarm.comparison), "Threshold": .integer(alarm.threshold),
      "EvaluationPeriods": .integer(TableAlarm.evaluationPeriods), "DatapointsToAlarm": .integer(alarm.minutes),
      "TreatMissingData": .string(TableAlarm.missingData),
    ]
    switch alarm.measure {
    case .metric(let metric, let index):
      properties["Namespace"] = .string(TableAlarm.namespace)
      properties["MetricName"] = .string(metric)
      properties["Dimensions"] = dimensions(name, index.map { ("GlobalSecondaryIndexName", $0) })
      properties["Statistic"] = .string(alarm.statistic)
      properties["Period"] = .integer(TableAlarm.period)
    case .operations(let metric, let expression):
      let all: DocumentValue = [
        "Id": "all", "Expression": .string(expression), "Label": .string(alarm.name), "ReturnData": true,
      ]
      let queries = TableAlarm.operations.map { operation -> DocumentValue in
        [
          "Id": .string(operation.identifier), "ReturnData": false,
          "MetricStat": [
            "Metric": [
              "Namespace": .string(TableAlarm.namespace), "MetricName": .string(metric),
              "Dimensions": dimensions(name, ("Operation", operation)),
            ],
            "Period": .integer(TableAlarm.period), "Stat": .string(alarm.statistic),
          ],
        ]
      }
      properties["Metrics"] = .array([all] + queries)
    }
    return properties
  }

  private static func dimensions(_ name: DocumentValue, _ further: (String, String)?) -> DocumentValue {
    var dimensions: [DocumentValue] = [["Name": "TableName", "Value": name]]
    if let further { dimensions.append(["Name": .string(further.0), "Value": .string(further.1)]) }
    return .array(dimensions)
  }
}

extension TableSchema {
  /// `my-pages` is `MyPagesTable`.
  var logicalID: String { name.words + "Table" }
}

extension String {
  /// The letters and digits, each word with a capital.
  var words: String {
    split { !$0.isASCII || !$0.isLetter && !$0.isNumber }.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }

  /// `GetItem` is `getItem`: metric math wants a small letter first.
  var identifier: String { prefix(1).lowercased() + dropFirst() }
}
