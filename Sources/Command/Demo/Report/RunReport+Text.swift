extension RunReport {
  /// The report for a person.
  func text(_ style: Style) -> String {
    let killed =
      switch workersKilled {
      case 0: ""
      case 1: ", one of which was killed,"
      default: ", \(workersKilled) of which were killed,"
      }
    var lines = [
      "\(count(workers, "worker"))\(killed) served \(count(pages, "page")) for \(Duration.seconds(seconds).inSeconds)"
        + (interruptedBy == nil ? "." : ", until interrupted."),
      "",
    ]
    for (name, value, remark) in rows {
      let left = "  " + name.padded(to: 26) + value.paddedLeft(to: 10)
      lines.append(left + (remark.isEmpty ? "" : "   " + style.dim(remark)))
    }
    lines.append("")
    for note in notes.prefix(Self.mostNotes) {
      lines.append("  \(note.at.inSeconds.paddedLeft(to: 7))  \(note.text)")
    }
    if notes.count > Self.mostNotes { lines.append("           and \(notes.count - Self.mostNotes) more of these") }
    if !notes.isEmpty { lines.append("") }
    if isGood {
      lines.append(
        style.good("✓ ") + "No page was rendered twice in one staleness window, "
          + "and no older generation replaced a newer one.")
    } else {
      lines += failures.map { style.bad("✗ ") + $0 }
    }
    return lines.joined(separator: "\n")
  }

  private var rows: [(name: String, value: String, remark: String)] {
    [
      ("requests", "\(requests)", "\(perSecond) a second, \(retries) sent again, \(errors) failed"),
      ("hits", "\(hits)", "\(percent(hits)) were served fresh"),
      ("stale_served", "\(staleServed)", "\(percent(staleServed)) were served while somebody rendered"),
      ("waited", "\(waited)", "served what another worker had just rendered"),
      ("renders", "\(renders)", "in all workers, for \(generationsAfter - generationsBefore) publications"),
      ("duplicate_renders", "\(duplicateRenders)", ""),
      ("stale_publishes_rejected", "\(stalePublishesRejected)", ""),
      ("takeovers", "\(takeovers)", "leases that ran out in somebody's hands"),
      ("older_after_newer", "\(olderAfterNewer)", "generations published or served in the wrong order"),
      ("read_units", Duration.fixed(readUnits, digits: 1), ""),
      ("write_units", Duration.fixed(writeUnits, digits: 1), "refused acquisitions and publications included"),
      ("p50_ms", p50.inMilliseconds, "of all requests"),
      ("p99_ms", p99.inMilliseconds, ""),
      ("generations", "\(generationsAfter)", "in the table; it had \(generationsBefore) when the run began"),
    ]
  }

  private static var mostNotes: Int { 10 }

  private var perSecond: Int { seconds > 0 ? Int((Double(requests) / seconds).rounded()) : 0 }

  private func percent(_ part: Int) -> String {
    Duration.fixed(requests > 0 ? Double(part) / Double(requests) * 100 : 0, digits: 1) + " %"
  }

  private func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
}
