import ArgumentParser
import FoundationEssentials
import Subprocess
import SystemPackage

struct EngineCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "engine",
    abstract: "The embedded engine against other DynamoDBs of one machine, its HTTP layer and bare SQLite statements.")

  @Flag(help: "Print one JSON object.")
  var json = false

  @Option(help: "How often each contestant is measured at each load, in turns.")
  var repeats = 3

  @Option(help: "Milliseconds of one measurement over HTTP.")
  var milliseconds = 1000

  @Option(help: "Writes of one measurement in memory.")
  var memoryWrites = 200_000

  @Option(help: "Writes of one measurement into a file.")
  var fileWrites = 20_000

  @Option(help: "Instead of all else: a table in a file with 100,000 items, 1,000,000 and so on, up to this many.")
  var items: Int?

  @Option(help: "The Python that has ministack and moto.")
  var python: String

  @Option(help: "The script that starts them.")
  var others: String

  func run() async throws {
    if let items {
      print(try await growth(to: items), terminator: "")
      return
    }
    var report = EngineReport()
    report.rates = try await EnginePrograms.withServer(EnginePrograms.worker, ["serve"]) { ours in
      try await EnginePrograms.withServer(EnginePrograms.worker, ["constant"]) { constant in
        try await EnginePrograms.withServer(.path(FilePath(python)), ["-B", others]) { others in
          try await compare([.ours: ours[0], .constant: constant[0], .ministack: others[0], .moto: others[1]])
        }
      }
    }
    for _ in 0..<repeats {
      report.memory.append(try await EnginePrograms.writes(["memory", "\(memoryWrites)"]))
      for waiting in EngineReport.waiting {
        for place in EngineReport.Place.allCases {
          report.files[.init(place: place, waiting: waiting), default: []].append(try await write(place, waiting))
        }
      }
    }
    print(json ? report.json : report.text)
  }

  /// In turns, so that what else the machine does falls on all.
  private func compare(_ ports: [EngineReport.Server: Int]) async throws -> [EngineReport.Load: [Double]] {
    for (server, port) in ports where server != .constant {
      _ = try await Programs.output(of: EnginePrograms.worker, ["load", "\(port)", "create", "1", "0"])
    }
    var rates: [EngineReport.Load: [Double]] = [:]
    for _ in 0..<repeats {
      for connections in EngineReport.connections {
        for operation in EngineReport.operations {
          for server in EngineReport.Server.allCases where server != .constant || operation == "get" {
            let rate = try await EnginePrograms.rate(
              port: ports[server] ?? 0, operation, connections: connections, milliseconds: milliseconds)
            rates[.init(server: server, operation: operation, connections: connections), default: []].append(rate)
          }
        }
      }
    }
    return rates
  }

  /// A line of JSON for each size: what a call takes, the most memory so far, and the file's size.
  private func growth(to items: Int) async throws -> String {
    var sizes = Array(sequence(first: 100_000) { $0 * 10 }.prefix { $0 < items })
    sizes.append(items)
    return try await inNewFolder { folder in
      try await Programs.output(
        of: EnginePrograms.worker,
        ["grow", folder.appending(path: "bench.sqlite").path, "2000"] + sizes.map(String.init))
    }
  }

  private func inNewFolder<Result>(_ body: (URL) async throws -> Result) async throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: "bench-\(UInt64.random(in: 0 ... .max))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await body(folder)
  }

  private func write(_ place: EngineReport.Place, _ waiting: Int) async throws -> Double {
    // Alone, each waits for the disk.
    let count = waiting == 1 ? fileWrites / 10 : fileWrites
    return try await inNewFolder { folder in
      try await EnginePrograms.writes(
        [place.rawValue, folder.appending(path: "bench.sqlite").path, "\(count)", "\(waiting)"])
    }
  }
}
