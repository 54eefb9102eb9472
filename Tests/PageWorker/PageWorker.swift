import AWSDynamoDB
import Dispatch
import DynamoDB
import FoundationEssentials
import Synchronization
import TableTheory
import TableTheoryTesting

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A process that makes pages, as a program of this package's users does.
///
/// The environment's `PAGE_WORKER` says which: `NAME LIFE SEED PORT`. They are no arguments, because Swift does not find
/// those in a process in which libfaketime has moved the environment.
///
/// It works until its standard input ends, then finishes what it is at, and ends. It tells on its standard output, a
/// ``WorkerReport`` a line, what it asks the table for and what it is told.
@main
struct PageWorker {
  static func main() async throws {
    let settings = ProcessInfo.processInfo.environment[Terms.variable]?.split(separator: " ").map(String.init) ?? []
    guard settings.count == 4, let life = Int(settings[1]), let seed = UInt64(settings[2]),
      let port = Int(settings[3])
    else { fatalError("\(Terms.variable) is to be NAME LIFE SEED PORT, not \(settings)") }
    let name = settings[0]
    let time = EventLoopTime()
    var configuration = AWSDynamoDBClient.Configuration(
      region: try Region("us-east-1"), endpoint: try Endpoint("http://127.0.0.1:\(port)"),
      credentials: StaticCredentials(accessKeyID: "local", secretAccessKey: "local"))
    configuration.time = time
    let end = EndOfInput()
    end.watch()
    await AWSDynamoDBClient.withClient(configuration) { client in
      let work = PageWork(
        name: name, time: time,
        pages: CacheTable(
          Terms.table, on: client, leases: .init(owner: name, clockSkew: Terms.margin), time: time))
      var generator = SeededGenerator(seed: seed, label: "\(name).\(life)")
      work.tell(.started)
      if life > 1 { await work.reclaim(&generator) }
      while !end.isReached { await work.round(&generator) }
    }
  }
}

/// What all workers keep to, and those who watch them.
enum Terms {
  static let variable = "PAGE_WORKER"
  static let table = "pages"
  static let keys = ["home", "about", "news"]
  static let duration = Duration.seconds(2)
  static let margin = Duration.seconds(1)
}

/// Whether the one who started this process wants it to end.
final class EndOfInput: Sendable {
  private let reached = Mutex(false)

  var isReached: Bool { reached.withLock { $0 } }

  /// A thread of its own waits for it.
  func watch() {
    DispatchQueue(label: "input").async {
      var byte: UInt8 = 0
      while true {
        let count = unsafe read(STDIN_FILENO, &byte, 1)
        if count == 0 || (count < 0 && errno != EINTR) { break }
      }
      self.reached.withLock { $0 = true }
    }
  }
}
