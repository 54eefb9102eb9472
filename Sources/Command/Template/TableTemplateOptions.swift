import ArgumentParser
import TableTheoryDocuments
import TableTheoryModels

/// How the tables of a template are run.
struct TableTemplateOptions: ParsableArguments {
  @OptionGroup var models: ModelsOptions

  @Flag(inversion: .prefixedNo, help: "The table as it was at any second of the last 35 days.")
  var recovery = true

  @Flag(inversion: .prefixedNo, help: "Refuse to delete the table until this is turned off.")
  var deletionProtection = true

  @Option(
    help: """
      Whose key the table is encrypted with: "managed" is AWS KMS's for DynamoDB, "owned" DynamoDB's own, anything else a \
      KMS key's ARN, id or alias.
      """)
  var encryption = TemplateOptions.Encryption.managedByAWS

  /// Prints what is made of the tables.
  func print(
    alarms: AlarmOptions? = nil, _ body: ([TableSchema], TemplateOptions) throws(SchemaError) -> String
  ) async throws {
    try await reporting { () throws(Failure) in
      let tables = try models.tables()
      let options = TemplateOptions(
        pointInTimeRecovery: recovery, deletionProtection: deletionProtection, encryption: encryption, alarms: alarms)
      do throws(SchemaError) { StandardOutput.write(try body(tables, options)) } catch {
        throw Failure("\(error)", status: .data)
      }
    }
  }
}

/// When the alarms of a template go off.
struct AlarmTemplateOptions: ParsableArguments {
  @Flag(inversion: .prefixedNo, help: "Alarms on throttling, errors of DynamoDB's own, and latency.")
  var alarms = true

  @Option(help: "From how many milliseconds on average an operation is too slow, five minutes long.")
  var latency = 100

  func validate() throws {
    if latency < 1 { throw ValidationError("--latency is at least 1") }
  }

  var options: AlarmOptions? { alarms ? AlarmOptions(latencyMilliseconds: latency) : nil }
}
