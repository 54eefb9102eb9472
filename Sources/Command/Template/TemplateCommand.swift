import ArgumentParser

/// `tabletheory template`: infrastructure from the same models.
struct TemplateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "template",
    abstract:
      "Print infrastructure for the table: CloudFormation, Terraform, properties for the CDK, a script, an IAM policy.",
    discussion: """
      The table is this package's own, or those of a DMS document. It is on demand, has its TTL on, point-in-time recovery, \
      deletion protection and encryption, and alarms on throttling, errors and latency: docs/infrastructure.md.

      \(statuses)
      """,
    subcommands: [
      TemplateCloudFormationCommand.self, TemplateTerraformCommand.self, TemplateCDKCommand.self,
      TemplateCreateTableCommand.self, TemplatePolicyCommand.self,
    ]
  )

  static let statuses = """
    Exit statuses: 0 done; 64 wrong usage; 65 a file is not there or is no document.
    """
}
