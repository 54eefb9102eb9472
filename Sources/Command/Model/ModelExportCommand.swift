import ArgumentParser
import TableTheoryDocuments

/// `tabletheory model export`.
struct ModelExportCommand: AsyncParsableCommand {
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case dms
    case jsonSchema = "json-schema"
  }

  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Print the models as a DMS v0.1 document, or as JSON Schema.",
    discussion: """
      Equal models give equal bytes. With --json a DMS document is JSON instead of YAML.

      \(ModelCommand.statuses)
      """)

  @Option(help: "dms, or json-schema for the items as plain JSON.")
  var format = Format.dms

  @OptionGroup var models: ModelsOptions

  @Flag(help: "JSON instead of YAML.")
  var json = false

  func run() async throws {
    try await reporting { () throws(Failure) in
      let document = try models.document()
      switch format {
      case .dms: StandardOutput.write(json ? document.json : document.yaml)
      case .jsonSchema: StandardOutput.write(document.jsonSchema.json)
      }
    }
  }
}
