import ArgumentParser
import DynamoDB
import TableTheoryDocuments
import TableTheoryModels

/// `tabletheory template cloudformation`.
struct TemplateCloudFormationCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cloudformation",
    abstract: "Print a CloudFormation template; its parameter AlarmTopicArn says whom alarms tell.",
    discussion: TemplateCommand.statuses)

  @OptionGroup var alarms: AlarmTemplateOptions
  @OptionGroup var table: TableTemplateOptions

  @Flag(help: "JSON instead of YAML.")
  var json = false

  func run() async throws {
    try await table.print(alarms: alarms.options) { tables, options in
      let template = CloudFormation.template(of: tables, options)
      return json ? template.json : template.yaml
    }
  }
}

/// `tabletheory template terraform`.
struct TemplateTerraformCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "terraform",
    abstract: "Print a Terraform configuration; its variable alarm_topic_arn says whom alarms tell.",
    discussion: TemplateCommand.statuses)

  @OptionGroup var alarms: AlarmTemplateOptions
  @OptionGroup var table: TableTemplateOptions

  func run() async throws {
    try await table.print(alarms: alarms.options) { Terraform.configuration(of: $0, $1) }
  }
}

/// `tabletheory template cdk-json`.
struct TemplateCDKCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cdk-json",
    abstract: "Print the properties of the CDK's CfnTable and CfnAlarm as JSON.",
    discussion: """
      By the table's name: {"pages": {"table": {...}, "alarms": [{...}]}}. Whom alarms tell is the program's to add.

      \(TemplateCommand.statuses)
      """)

  @OptionGroup var alarms: AlarmTemplateOptions
  @OptionGroup var table: TableTemplateOptions

  func run() async throws {
    try await table.print(alarms: alarms.options) { CDK.properties(of: $0, $1).json }
  }
}

/// `tabletheory template create-table`.
struct TemplateCreateTableCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "create-table",
    abstract: "Print a shell script that makes the table with the AWS CLI, or with --json the requests of the API.",
    discussion: """
      --json prints [{"operation": "CreateTable", "parameters": {...}}, ...]: after the first one, wait until the table is \
      there.

      \(TemplateCommand.statuses)
      """)

  @OptionGroup var table: TableTemplateOptions

  @Flag(help: "The requests as JSON.")
  var json = false

  func run() async throws {
    try await table.print { tables, options in
      guard json else { return TableSchema.creationScript(of: tables, options) }
      let requests = tables.flatMap { $0.creation(options) }
      let documents = requests.map { request -> DocumentValue in
        ["operation": .string(request.operation), "parameters": request.parameters]
      }
      return DocumentValue.array(documents).json
    }
  }
}
