public import TableTheoryModels

extension TableSchema {
  /// A shell script that makes the tables with the AWS CLI: what ``creation(_:)`` says, one command for each request.
  public static func creationScript(
    of tables: [TableSchema], _ options: TemplateOptions = TemplateOptions()
  ) -> String {
    var lines = [
      "#!/bin/sh",
      "# Region, credentials and endpoint are the AWS CLI's own: AWS_REGION, AWS_PROFILE, AWS_ENDPOINT_URL_DYNAMODB.",
      "set -eu", "export AWS_PAGER=",
    ]
    for table in tables {
      for request in table.creation(options) {
        lines += [
          "", "aws dynamodb \(command(request.operation)) --cli-input-json \(quoted(request.parameters)) >/dev/null",
        ]
        if request.operation == "CreateTable" {
          lines.append("aws dynamodb wait table-exists --table-name \(quoted(table.name))")
        }
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// `CreateTable` is `create-table`.
  private static func command(_ operation: String) -> String {
    var command = ""
    for character in operation {
      if character.isUppercase, !command.isEmpty { command += "-" }
      command += character.lowercased()
    }
    return command
  }

  private static func quoted(_ value: DocumentValue) -> String {
    // In JSON an apostrophe can be written otherwise.
    "'" + value.json.dropLast().replacing("'", with: "\\u0027") + "'"
  }

  private static func quoted(_ text: String) -> String { "'" + text.replacing("'", with: "'\\''") + "'" }
}
