public import TableTheoryModels

/// Tables as properties for the AWS CDK, in any of its languages: those of `CfnTable` and of `CfnAlarm`, by the table's name.
///
///     new CfnTable(this, "Pages", props.pages.table)
///     props.pages.alarms.forEach(alarm => new CfnAlarm(this, alarm.alarmName, { ...alarm, alarmActions: [topic.topicArn] }))
///
/// Source: *AWS CDK Developer Guide*, "AWS CloudFormation constructs": their properties are CloudFormation's, in camel case.
public enum CDK {
  /// The properties of the CDK's `CfnTable` and of its alarms, by table.
  public static func properties(
    of tables: [TableSchema], _ options: TemplateOptions = TemplateOptions()
  ) -> DocumentValue {
    .object(
      tables.map { table in
        let alarms = options.alarms.map { alarms in
          table.alarms(alarms).map {
            camelCased(CloudFormation.properties(of: $0, on: table, named: .string(table.name)))
          }
        }
        return .init(
          table.name,
          .object([
            "table": camelCased(CloudFormation.properties(of: table, options)), "alarms": alarms.map { .array($0) },
          ]))
      })
  }

  private static func camelCased(_ value: DocumentValue) -> DocumentValue {
    switch value {
    case .object(let members): .object(members.map { .init(camelCased($0.name), camelCased($0.value)) })
    case .array(let elements): .array(elements.map(camelCased))
    default: value
    }
  }

  /// `SSESpecification` is `sseSpecification`, `TableName` is `tableName`.
  private static func camelCased(_ name: String) -> String {
    let capitals = name.prefix { $0.isUppercase }
    let word = capitals.count > 1 && capitals.count < name.count ? capitals.count - 1 : capitals.count
    return name.prefix(word).lowercased() + name.dropFirst(word)
  }
}
