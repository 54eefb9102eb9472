import AWSDynamoDB
import ArgumentParser
import DynamoDB
import EmbeddedDynamoDB
import FoundationEssentials
import TableTheoryModels

/// `tabletheory doctor`: a live table against what its models and the contract need.
struct DoctorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Look at a live table, and say what differs from what is needed and how to mend it.",
    discussion: """
      Keys, indexes, TTL, billing, point-in-time recovery, deletion protection, encryption, CloudWatch's alarms, and this \
      machine's clock against the server's; of a table in a file the first three. Nothing is changed. The table is found as \
      for "tabletheory lease"; the rights needed are those of "template iam-policy --access inspect". Three requests for \
      each table, and one for each hundred alarms.

      Exit statuses: 0 nothing differs, also where advice is given or something is not known; 1 something differs; 64 wrong \
      usage; 65 the document of --models cannot be read; 69 the table cannot be asked about; 78 Region, profile, endpoint or \
      credentials are missing or wrong.
      """)

  @OptionGroup var models: ModelsOptions
  @OptionGroup var place: PlaceOptions

  @Option(
    help: "By how much clocks may differ, as it is configured for leases. (default: 1s)",
    transform: Duration.init(argument:))
  var clockSkew: Duration = .seconds(1)

  @Option(
    help:
      "Passes over this: \(Finding.Check.allCases.map(\.rawValue).joined(separator: ", ")). May be given several times."
  )
  var ignore: [Finding.Check] = []

  @Flag(help: "Print one JSON object on standard output.")
  var json = false

  func run() async throws {
    try await reporting { () throws(Failure) in
      let tables = try models.tables()
      let reports = try await withProbe { probe throws(Failure) in
        var reports: [DoctorReport] = []
        for table in tables { reports.append(try await report(on: table, from: probe)) }
        return DoctorReports(reports: reports)
      }
      StandardOutput.line(json ? reports.json : reports.text)
      if !reports.isHealthy {
        let names = reports.reports.filter { !$0.isHealthy }.map(\.table).joined(separator: ", ")
        throw Failure("\(names) differs from what is needed")
      }
    }
  }

  func report(on table: TableSchema, from probe: some TableProbe) async throws(Failure) -> DoctorReport {
    let diagnosis = Diagnosis(
      schema: table,
      facts: try await TableFacts(of: table.name, from: probe, withAlarms: !ignore.contains(.alarms) && !probe.isFile),
      clockSkew: clockSkew,
      cliOptions: place.endpoint.map { " --endpoint-url \($0)" } ?? "", isFile: probe.isFile)
    return DoctorReport(
      table: table.name, place: probe.place, findings: diagnosis.findings.filter { !ignore.contains($0.check) })
  }

  private func withProbe(
    _ body: (any TableProbe) async throws(Failure) -> DoctorReports
  ) async throws(Failure) -> DoctorReports {
    if let file = place.file {
      return try await body(FileProbe(engine: try PlaceOptions.openExisting(file), place: file))
    }
    let configuration = try place.clientConfiguration(environment: ProcessInfo.processInfo.environment)
    let probe = HTTPProbe(configuration, transport: AsyncHTTPTransport(configuration.http))
    let reports: DoctorReports
    do throws(Failure) { reports = try await body(probe) } catch {
      await probe.shutdown()
      throw error
    }
    await probe.shutdown()
    return reports
  }
}

extension Finding.Check: ExpressibleByArgument {}
