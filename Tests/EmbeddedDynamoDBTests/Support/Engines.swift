import DynamoDB
import EmbeddedDynamoDB
import FoundationEssentials
import Synchronization
import Testing

/// Which storage a test runs on: every test of the engine runs on both.
enum EngineKind: String, CaseIterable, CustomTestStringConvertible {
  case memory
  case file

  var testDescription: String { rawValue }
}

/// Runs `body` with a new engine that has one table, `pages`, with string keys `pk` and `sk`.
func withEngine(
  _ kind: EngineKind, time: any TimeSource = .system, _ body: (EmbeddedDynamoDB) async throws -> Void
) async throws {
  try await withTemporaryDirectory { directory in
    let engine =
      switch kind {
      case .memory: EmbeddedDynamoDB(time: time)
      case .file: try EmbeddedDynamoDB(path: directory + "/engine.sqlite", time: time)
      }
    _ = try await engine.send(CreateTable(table: "pages", partitionKey: .init("pk"), sortKey: .init("sk")))
    try await body(engine)
  }
}

/// Runs `body` with an empty directory that is gone afterwards.
func withTemporaryDirectory(_ body: (String) async throws -> Void) async throws {
  let directory = FileManager.default.temporaryDirectory.appending(path: "tabletheory-\(UInt64.random(in: 0 ... .max))")
  try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: directory) }
  try await body(directory.path)
}

/// A clock that stands still until the test moves it.
final class ManualTime: TimeSource {
  private let moment: Mutex<Timestamp>

  init(_ moment: Timestamp = Timestamp(seconds: 1_700_000_000)) { self.moment = Mutex(moment) }

  var now: Timestamp { moment.withLock { $0 } }
  var uptime: Duration { now.sinceEpoch }
  func advance(by duration: Duration) { moment.withLock { $0 = $0 + duration } }
  func sleep(for duration: Duration) async throws { advance(by: duration) }
}
