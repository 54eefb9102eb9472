import FoundationEssentials

/// What a worker says: one JSON object a line.
enum QueueReport: Codable, Sendable {
  case began(message: Int, isRestart: Bool)
  /// A batch's end, message by message.
  case ended([Outcome])

  struct Outcome: Codable, Sendable {
    var message: Int
    var result: String?
    var isReplayed = false
    var failure: String?
  }
}

extension QueueReport {
  var line: String {
    get throws { String(decoding: try JSONEncoder().encode(self), as: UTF8.self) + "\n" }
  }

  init(line: String) throws { self = try JSONDecoder().decode(Self.self, from: Data(line.utf8)) }
}
