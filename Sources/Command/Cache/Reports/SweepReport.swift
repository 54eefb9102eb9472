import DynamoDB
import TableTheory

/// What a sweep of bodies found and did.
struct SweepReport: Answer, Hashable {
  var table: String
  /// Where the bodies are.
  var bodies: String
  var report: BodySweepReport
  /// Whether they were deleted, or would be.
  var isDeleted: Bool

  var text: String {
    let count = report.deleted.count
    var summary = "\(count) of \(report.examined) \(report.examined == 1 ? "body" : "bodies") in \(bodies) "
    summary += isDeleted ? "deleted, \(report.bytes) bytes" : "would be deleted, \(report.bytes) bytes"
    for (number, kind) in [
      (report.named, "named in \(table)"), (report.young, "too young"), (report.foreign, "with names of others"),
    ] where number > 0 {
      summary += "; \(number) \(kind)"
    }
    if !isDeleted && count > 0 { summary += "; --delete does it" }
    return (report.deleted.map(\.text) + (count > 0 ? ["", summary] : [summary])).joined(separator: "\n")
  }

  var json: String {
    JSONWriter.line { writer in
      writer.member("outcome", isDeleted ? "swept" : "listed")
      writer.member("table", table)
      writer.member("bodies", bodies)
      writer.member("examined", Int64(report.examined))
      writer.member("named", Int64(report.named))
      writer.member("young", Int64(report.young))
      writer.member("foreign", Int64(report.foreign))
      writer.member("bytes", report.bytes)
      writer.key("deleted")
      writer.array(report.deleted) { $0.string($1.text) }
      writer.key("failed")
      writer.array(report.failed) { writer, failed in
        writer.object { writer in
          writer.member("name", failed.name.text)
          writer.member("error", "\(failed.error)")
        }
      }
      if let unfinished = report.unfinished { writer.member("unfinished", "\(unfinished)") }
    }
  }

  var failure: Failure? {
    let problems =
      report.failed.map { "\($0.name): \($0.error)" }
      + [report.unfinished.map { "unfinished ones: \($0)" }].compactMap(\.self)
    guard let first = problems.first else { return nil }
    return Failure(
      "\(problems.count) could not be deleted, the next sweep tries again; the first was \(first)", status: .unavailable
    )
  }
}
