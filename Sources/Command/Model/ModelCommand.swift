import ArgumentParser

/// `tabletheory model`: what the table's items look like, for programs in other languages.
struct ModelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "model",
    abstract: "Describe the rows of the table for other languages, and hold a description against them.",
    discussion: """
      The rows are this package's own, those of docs/wire-contract.md, or the models of a document. A program exports and \
      checks its own models with the same functions: docs/models-for-other-languages.md.

      \(statuses)
      """,
    subcommands: [ModelExportCommand.self, ModelCheckCommand.self]
  )

  static let statuses = """
    Exit statuses: 0 done, no differences; 1 there are differences; 64 wrong usage; 65 a file is not there or is no document.
    """
}
