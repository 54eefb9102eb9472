extension Scene {
  /// The display as lines of at most `width` columns each and at most `height` of them.
  ///
  /// - Parameter frame: counts up from frame to frame, for what turns.
  func lines(_ style: Style, width: Int, height: Int, frame: Int) -> [String] {
    let head = heading(width: width) + [StyledLine()]
    var tail = [StyledLine()] + workerLines + [StyledLine()] + sums
    let news = notes.suffix(4).map(line(of:))
    if !news.isEmpty { tail += [StyledLine()] + news }
    var middle = pageLines(frame: frame)
    let room = height - head.count - tail.count
    if middle.count > room {
      let kept = max(1, room - 1)
      let left = middle.count - kept
      middle = middle.prefix(kept) + [StyledLine("  and \(left) more", .dim)]
    }
    return (head + middle + tail).prefix(max(1, height)).map { $0.text(style, width: width) }
  }

  private func heading(width: Int) -> [StyledLine] {
    var first = StyledLine("TableTheory", .strong)
    first.add("  " + title, .dim)
    var second = StyledLine("Open ")
    second.add(address, .link)
    second.add(" in a browser")
    let length = max(8, min(48, width - 30))
    let filled = Int((Double(length) * min(1, max(0, progress))).rounded())
    var bar = StyledLine(String(repeating: "━", count: filled), .good)
    bar.add(String(repeating: "─", count: length - filled), .dim)
    bar.add("  \(elapsed.inSeconds)")
    if isStopping {
      bar.add("  finishing what is under way; Ctrl-C ends at once", .late)
    } else if isOvertime {
      bar.add("  waiting for the takeover", .late)
    } else if let remaining {
      bar.add("  \(remaining.inSeconds) left", .dim)
    }
    return [first, second, StyledLine(), bar]
  }

  private func pageLines(frame: Int) -> [StyledLine] {
    let nameWidth = min(20, max(4, pages.map(\.name.count).max() ?? 0))
    let columns = (state: nameWidth + 4, generation: nameWidth + 41, hits: nameWidth + 56)
    var header = StyledLine("  PAGE", .dim)
    header.tab(to: columns.state)
    header.add("STATE", .dim)
    header.tab(to: columns.generation)
    header.add("GENERATION", .dim)
    header.tab(to: columns.hits)
    header.add("   HITS", .dim)
    return [header]
      + pages.map { page in
        var line = StyledLine("  " + page.name.prefix(nameWidth))
        line.tab(to: columns.state)
        page.describeState(in: &line, frame: frame)
        line.tab(to: columns.generation)
        let digits = page.generation.map { String($0) } ?? "-"
        // What changes from one generation to the next are the last digits.
        line.add(String(digits.dropLast(5)), .dim)
        line.add(String(digits.suffix(5)))
        line.tab(to: columns.hits)
        line.add(String(page.hits).paddedLeft(to: 7))
        return line
      }
  }

  private var workerLines: [StyledLine] {
    [StyledLine("  WORKER     PID  STATE                    REQUESTS  RENDERS", .dim)]
      + workers.map { worker in
        var line = StyledLine("  \(worker.member.number)".padded(to: 8))
        line.add((worker.member.process.map { String($0) } ?? "-").paddedLeft(to: 8) + "  ")
        switch worker.member.state {
        case .starting: line.add("starting", .dim)
        case .serving:
          if let page = worker.page {
            line.add(String("renders \(page)".prefix(24)), .busy)
          } else {
            line.add("serves", .good)
          }
        case .killed: line.add("killed", .bad)
        case .ended: line.add("ended", .dim)
        }
        line.tab(to: 43)
        line.add(String(worker.member.requests).paddedLeft(to: 8) + String(worker.renders).paddedLeft(to: 9))
        return line
      }
  }

  private var sums: [StyledLine] {
    var first = StyledLine("  \(requestsPerSecond) requests/s   \(percent(hits)) fresh   \(percent(stale)) stale")
    if let p50, let p99 { first.add("   p50 \(p50.inMilliseconds) ms   p99 \(p99.inMilliseconds) ms") }
    var second = StyledLine("  \(renders) renders   ")
    second.add("\(duplicateRenders) twice", duplicateRenders == 0 ? .good : .bad)
    second.add("   ")
    second.add("\(olderAfterNewer) older after newer", olderAfterNewer == 0 ? .good : .bad)
    second.add("   \(refusedPublications) stale publications refused   \(takeovers) takeovers")
    return [first, second]
  }

  private func line(of note: RunHistory.Note) -> StyledLine {
    var line = StyledLine(note.kind == .good ? "  ✓ " : "  ✗ ", note.kind == .good ? .good : .bad)
    line.add("\(note.at.inSeconds)  ", .dim)
    line.add(note.text)
    return line
  }

  private func percent(_ part: Int) -> String {
    Duration.fixed(requests > 0 ? Double(part) / Double(requests) * 100 : 0, digits: 1) + " %"
  }
}

extension Scene.PageLine {
  fileprivate func describeState(in line: inout StyledLine, frame: Int) {
    switch state {
    case .missing: line.add("· not made yet", .dim)
    case .fresh(let left, let part):
      let filled = min(10, max(1, Int((part * 10).rounded(.up))))
      line.add("● fresh  ", .good)
      line.add(String(repeating: "▰", count: filled), .good)
      line.add(String(repeating: "▱", count: 10 - filled), .dim)
      line.add(" \(left.inSeconds)")
    case .stale(let duration): line.add("○ stale  for \(duration.inSeconds)", .late)
    case .rendering(let worker, let duration):
      let wheel = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"]
      line.add("\(wheel[frame % wheel.count]) worker \(worker) renders it, \(duration.short)", .busy)
    case .orphaned(let worker, let left):
      let holder = worker.map { "worker \($0) is dead" } ?? "an earlier run has it"
      line.add("✗ \(holder), " + (left > .zero ? "\(left.inSeconds) to wait" : "free to take"), .bad)
    }
  }
}

extension Scene {
  /// The same in one line, for a log.
  var progressLine: String {
    let end = remaining.map { ", \($0.inSeconds) left" } ?? ""
    return "\(elapsed.inSeconds)\(isOvertime ? ", waiting for the takeover" : end): \(requests) requests, "
      + "\(percent(hits)) fresh, \(renders) renders, \(duplicateRenders) twice, "
      + "\(olderAfterNewer) older after newer, \(takeovers) takeovers"
  }
}
