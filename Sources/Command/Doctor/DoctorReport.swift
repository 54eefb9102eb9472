import DynamoDB

/// What the doctor found on a table.
struct DoctorReport: Answer, Hashable {
  var table: String
  var place: String
  var findings: [Finding]

  /// Whether something differs from what is needed.
  var isHealthy: Bool { !findings.contains { $0.verdict == .differs } }

  var text: String {
    var lines = ["\(table) at \(place)", ""]
    var rows: [[String]] = []
    for finding in findings {
      rows.append([finding.verdict.rawValue, finding.check.rawValue, finding.sentence])
      if let remedy = finding.remedy { rows.append(["", "", "→ \(remedy)"]) }
    }
    lines.append(Columns.text(rows))
    return lines.joined(separator: "\n")
  }

  var json: String { JSONWriter.line { write(to: &$0) } }

  func write(to writer: inout JSONWriter) {
    writer.member("table", table)
    writer.member("place", place)
    writer.key("healthy")
    writer.bool(isHealthy)
    writer.key("checks")
    writer.array(findings) { writer, finding in
      writer.object { writer in
        writer.member("check", finding.check.rawValue)
        writer.member("verdict", finding.verdict.rawValue)
        writer.member("found", finding.sentence)
        if let remedy = finding.remedy { writer.member("remedy", remedy) }
      }
    }
  }
}

/// What was found on all tables of the models.
struct DoctorReports: Answer, Hashable {
  var reports: [DoctorReport]

  var isHealthy: Bool { reports.allSatisfy(\.isHealthy) }
  var text: String { reports.map(\.text).joined(separator: "\n\n") }

  var json: String {
    JSONWriter.line { writer in
      writer.key("healthy")
      writer.bool(isHealthy)
      writer.key("tables")
      writer.array(reports) { writer, report in writer.object { report.write(to: &$0) } }
    }
  }
}
