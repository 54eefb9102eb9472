import ArgumentParser
import TableTheoryDocuments
import TableTheoryModels

/// `tabletheory model check`.
struct ModelCheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Compare a DMS document with the models: what differs, and on which line.",
    discussion: """
      The models are this package's own rows; --models compares with those of another document, one that a program has \
      exported, say. --json prints {"differences": [{"line", "place", "aspect", "document", "models"}]}.

      \(ModelCommand.statuses)
      """)

  @Argument(help: "The document, in YAML or JSON.")
  var file: String

  @Flag(help: "Pass over what only the models have: whole models, and optional attributes.")
  var partial = false

  @OptionGroup var models: ModelsOptions

  @Flag(help: "Print one JSON object on standard output.")
  var json = false

  func run() async throws {
    try await reporting { () throws(Failure) in
      let report = try report()
      StandardOutput.line(json ? report.json : report.text)
      if !report.differences.isEmpty {
        throw Failure("\(file) and the models differ", status: .failure)
      }
    }
  }

  func report() throws(Failure) -> CheckReport {
    let document = try ModelsOptions.read(file)
    // Where neither says what the table is called, the name in the document is not ours to judge.
    var own = models
    if own.models == nil, own.table == nil { own.table = document.document.models.first?.table }
    let ownModels = try own.document().models
    let differences = document.differences(from: ownModels).filter { difference in
      guard partial, difference.document == nil, difference.aspect == SchemaDifference.existence else { return true }
      let attribute = ownModels.lazy.flatMap { model in
        model.attributes.filter { "\(model.name).\($0.name)" == difference.place }
      }.first
      return attribute.map { $0.presence == .required } ?? false
    }
    return CheckReport(file: file, differences: differences)
  }
}
