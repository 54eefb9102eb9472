import ArgumentParser

@main
struct TableTheoryCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tabletheory",
    abstract: "Leases, publishing and cached pages on DynamoDB, and a DynamoDB to run them on.",
    subcommands: [
      LeaseCommand.self, CacheCommand.self, RequestCommand.self, ModelCommand.self, TemplateCommand.self,
      DoctorCommand.self, EstimateCommand.self, ServeCommand.self, BackupCommand.self, DemoCommand.self,
      DemoWorkerCommand.self,
      LeaseExecCommand.self,
    ]
  )
}
