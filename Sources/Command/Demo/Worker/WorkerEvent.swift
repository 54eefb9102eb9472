import DynamoDB
import FoundationEssentials

/// What a worker tells the process that started it: one JSON object a line on its standard output.
enum WorkerEvent: Hashable, Sendable, Codable {
  /// It takes requests.
  case ready(port: Int)
  /// Somebody's request made it render: it holds the lease. `at` is epoch milliseconds.
  case renderStarted(page: String, fence: Int64, at: Int64)
  case published(page: String, fence: Int64)
  case refused(page: String, fence: Int64, reason: String)
}

extension WorkerEvent {
  var line: String {
    get throws { String(decoding: try JSONEncoder().encode(self), as: UTF8.self) }
  }

  init(line: String) throws { self = try JSONDecoder().decode(Self.self, from: Data(line.utf8)) }
}
