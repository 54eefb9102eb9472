import DynamoDB
import EmbeddedDynamoDB
import Synchronization
import TableTheory

/// A clock that stands still until the test moves it, or somebody sleeps on it.
final class ManualTime: TimeSource {
  private let moment: Mutex<Timestamp>

  init(_ moment: Timestamp = Timestamp(seconds: 1_700_000_000)) { self.moment = Mutex(moment) }

  var now: Timestamp { moment.withLock { $0 } }
  var uptime: Duration { now.sinceEpoch }
  func advance(by duration: Duration) { moment.withLock { $0 = $0 + duration } }
  func sleep(for duration: Duration) async throws { advance(by: duration) }
}

/// Tokens that a test can foresee: `worker-1`, `worker-2` ...
final class CountedTokens: TokenSource {
  private let prefix: String
  private let count = Mutex(0)

  init(_ prefix: String) { self.prefix = prefix }

  func next() -> String {
    count.withLock { count in
      count += 1
      return "\(prefix)-\(count)"
    }
  }
}

/// A table in memory, and workers on it who share its clock.
struct World {
  let time = ManualTime()
  let engine: EmbeddedDynamoDB

  init() async throws {
    engine = EmbeddedDynamoDB(time: time)
    try await CacheTable("pages", on: engine, time: time).createIfMissing()
  }

  /// A worker of the given name, with a client of its own that can be made to fail.
  func worker(_ name: String, clockSkew: Duration = .zero) -> (pages: CacheTable, client: FaultyClient) {
    let client = FaultyClient(engine)
    let pages = CacheTable(
      "pages", on: client, leases: .init(owner: name, clockSkew: clockSkew), time: time, tokens: CountedTokens(name))
    return (pages, client)
  }

  func row(_ key: CacheKey, _ sort: String) async throws -> Item? {
    try await engine.getItem(["pk": .string(key.partition), "sk": .string(sort)], from: "pages")
  }

  func put(_ key: CacheKey, _ sort: String, _ attributes: Item) async throws {
    var item = attributes
    item["pk"] = .string(key.partition)
    item["sk"] = .string(sort)
    try await engine.putItem(item, into: "pages")
  }
}
