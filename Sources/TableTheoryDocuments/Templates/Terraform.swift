import DynamoDB
public import TableTheoryModels

/// Tables as a Terraform configuration for the AWS provider, with alarms that tell a topic if one is given.
///
/// Source: *Terraform Registry*, hashicorp/aws, `aws_dynamodb_table` and `aws_cloudwatch_metric_alarm`.
public enum Terraform {
  /// The tables and their alarms as a configuration file.
  public static func configuration(
    of tables: [TableSchema], _ options: TemplateOptions = TemplateOptions()
  ) -> String {
    var body: [HCL] = []
    for table in tables { body += [.space, resource(of: table, options)] }
    if let alarms = options.alarms {
      for table in tables {
        for alarm in table.alarms(alarms) { body += [.space, resource(of: alarm, on: table)] }
      }
      body += [
        .space,
        .block(
          type: "variable", labels: ["alarm_topic_arn"],
          body: [
            .string("description", "The SNS topic that alarms tell; empty for none."), .attribute("type", "string"),
            .string("default", ""),
          ]),
      ]
    }
    return HCL.text(Array(body.dropFirst()))
  }

  private static func resource(of table: TableSchema, _ options: TemplateOptions) -> HCL {
    var body: [HCL] = [
      .string("name", table.name), .string("billing_mode", "PAY_PER_REQUEST"),
      .string("hash_key", table.key.partition.name),
    ]
    if let sort = table.key.sort { body.append(.string("range_key", sort.name)) }
    body.append(.attribute("deletion_protection_enabled", "\(options.deletionProtection)"))
    for attribute in table.keyAttributes {
      body += [
        .space, .block("attribute", [.string("name", attribute.name), .string("type", attribute.kind.rawValue)]),
      ]
    }
    for index in table.indexes { body += [.space, block(of: index)] }
    if let timeToLive = table.timeToLive {
      body += [
        .space, .block("ttl", [.string("attribute_name", timeToLive), .attribute("enabled", "true")]),
      ]
    }
    body += [
      .space, .block("point_in_time_recovery", [.attribute("enabled", "\(options.pointInTimeRecovery)")]),
    ]
    switch options.encryption {
    case .ownedByDynamoDB: break
    case .managedByAWS: body += [.space, .block("server_side_encryption", [.attribute("enabled", "true")])]
    case .key(let key):
      body += [
        .space, .block("server_side_encryption", [.attribute("enabled", "true"), .string("kms_key_arn", key)]),
      ]
    }
    body += [.space, .block("lifecycle", [.attribute("prevent_destroy", "true")])]
    return .resource("aws_dynamodb_table", table.name.label, body)
  }

  private static func block(of index: IndexSchema) -> HCL {
    var body: [HCL] = [.string("name", index.name)]
    if index.kind == .global { body.append(.string("hash_key", index.key.partition.name)) }
    if let sort = index.key.sort { body.append(.string("range_key", sort.name)) }
    body.append(.string("projection_type", index.projection.type))
    if !index.projection.fields.isEmpty { body.append(.strings("non_key_attributes", index.projection.fields)) }
    return .block(index.kind == .global ? "global_secondary_index" : "local_secondary_index", body)
  }

  private static func resource(of alarm: TableAlarm, on table: TableSchema) -> HCL {
    var body: [HCL] = [
      .string("alarm_name", "\(table.name)-\(alarm.name)"), .string("alarm_description", alarm.description),
      .string("comparison_operator", TableAlarm.comparison), .attribute("threshold", "\(alarm.threshold)"),
      .attribute("evaluation_periods", "\(TableAlarm.evaluationPeriods)"),
      .attribute("datapoints_to_alarm", "\(alarm.minutes)"),
      .string("treat_missing_data", TableAlarm.missingData),
      .attribute("alarm_actions", #"var.alarm_topic_arn == "" ? [] : [var.alarm_topic_arn]"#),
      .attribute("ok_actions", #"var.alarm_topic_arn == "" ? [] : [var.alarm_topic_arn]"#),
    ]
    let name = "aws_dynamodb_table.\(table.name.label).name"
    switch alarm.measure {
    case .metric(let metric, let index):
      let further = index.map { ", GlobalSecondaryIndexName = \(HCL.quoted($0))" } ?? ""
      body += [
        .string("namespace", TableAlarm.namespace), .string("metric_name", metric),
        .string("statistic", alarm.statistic), .attribute("period", "\(TableAlarm.period)"),
        .attribute("dimensions", "{ TableName = \(name)\(further) }"),
      ]
    case .operations(let metric, let expression):
      body += [
        .space,
        .block(
          "metric_query",
          [
            .string("id", "all"), .string("expression", expression), .string("label", alarm.name),
            .attribute("return_data", "true"),
          ]),
      ]
      for operation in TableAlarm.operations {
        let stat: [HCL] = [
          .string("namespace", TableAlarm.namespace), .string("metric_name", metric),
          .string("stat", alarm.statistic), .attribute("period", "\(TableAlarm.period)"),
          .attribute("dimensions", "{ TableName = \(name), Operation = \(HCL.quoted(operation)) }"),
        ]
        body += [
          .space,
          .block(
            "metric_query",
            [.string("id", operation.identifier), .space, .block("metric", stat)]),
        ]
      }
    }
    return .resource("aws_cloudwatch_metric_alarm", "\(table.name)-\(alarm.name)".label, body)
  }
}

extension String {
  /// A name in Terraform: letters, digits and `_`.
  fileprivate var label: String {
    let label = String(map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
    return label.first?.isNumber == true ? "_" + label : label
  }
}
