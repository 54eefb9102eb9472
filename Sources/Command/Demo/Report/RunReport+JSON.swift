import DynamoDB

extension RunReport {
  /// The report as one JSON object on one line; the names are what scripts go by.
  var json: String {
    var writer = JSONWriter()
    writer.object { writer in
      for (name, value) in numbers {
        writer.key(name)
        switch value {
        case .count(let count): writer.integer(count)
        case .measure(let measure): writer.double(measure)
        }
      }
      writer.key("interrupted")
      writer.bool(interruptedBy != nil)
      writer.key("ok")
      writer.bool(isGood)
      writer.key("failures")
      writer.array(failures) { $0.string($1) }
      writer.key("events")
      writer.array(notes) { writer, note in
        writer.object { writer in
          writer.key("at")
          writer.double(Self.rounded(note.at / .seconds(1)))
          writer.key("text")
          writer.string(note.text)
        }
      }
    }
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  private enum Value {
    case count(Int)
    case measure(Double)
  }

  private var numbers: [(String, Value)] {
    [
      ("seconds", .measure(Self.rounded(seconds))), ("pages", .count(pages)), ("workers", .count(workers)),
      ("workers_killed", .count(workersKilled)), ("requests", .count(requests)), ("hits", .count(hits)),
      ("stale_served", .count(staleServed)), ("waited", .count(waited)), ("rendered", .count(rendered)),
      ("errors", .count(errors)), ("retries", .count(retries)), ("visits", .count(visits)),
      ("renders", .count(renders)), ("duplicate_renders", .count(duplicateRenders)),
      ("stale_publishes_rejected", .count(stalePublishesRejected)), ("takeovers", .count(takeovers)),
      ("older_after_newer", .count(olderAfterNewer)), ("read_units", .measure(readUnits)),
      ("write_units", .measure(writeUnits)), ("p50_ms", .measure(Self.rounded(p50 / .milliseconds(1)))),
      ("p99_ms", .measure(Self.rounded(p99 / .milliseconds(1)))),
      ("generations_before", .count(Int(generationsBefore))), ("generations_after", .count(Int(generationsAfter))),
    ]
  }

  private static func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
}
