import DynamoDB
import TableTheory

/// The entries of a table as a list.
struct EntryList: Answer, Hashable {
  var table: String
  var entries: [EntryReport]
  /// How many were asked for at most.
  var limit: Int?

  var text: String {
    let counts = ["fresh", "stale", "invalidated"].compactMap { state in
      let count = entries.count { $0.state == state }
      return count == 0 ? nil : "\(count) \(state)"
    }
    let pages = "\(entries.count) \(entries.count == 1 ? "page" : "pages") in \(table)"
    let summary = ([isCut ? "\(pages), and maybe more" : pages] + counts).joined(separator: ", ")
    guard !entries.isEmpty else { return summary }
    let rows = [["KEY", "STATE", "SINCE OR UNTIL", "VERSION", "OBJECT"]] + entries.map(columns)
    return [Columns.text(rows), "", summary].joined(separator: "\n")
  }

  private var isCut: Bool { entries.count == limit }

  private func columns(of report: EntryReport) -> [String] {
    let (state, moment): (String, Timestamp?) =
      switch report.freshness {
      case .fresh(let moment), .stale(let moment): (report.state, moment)
      case .invalidated(let moment, let kind): ("\(report.state), \(kind.rawValue)", moment)
      case .missing: (report.state, nil)
      }
    return [
      report.page.description, state, moment?.description ?? "", report.entry?.version.map(String.init) ?? "",
      report.entry?.objectKey ?? "",
    ]
  }

  var json: String {
    JSONWriter.line { writer in
      writer.member("table", table)
      writer.key("entries")
      writer.array(entries) { writer, report in writer.object { report.write(to: &$0) } }
    }
  }
}
