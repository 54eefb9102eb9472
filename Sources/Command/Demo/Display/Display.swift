import DynamoDB

/// Shows a run while it goes on: redrawn in place on a terminal, else a line a second.
struct Display: Sendable {
  let terminal: Terminal
  let time: any TimeSource
  /// What there is to see; `perSecond` is how many requests a second there were lately.
  let scene: @Sendable (_ perSecond: Int) -> Scene

  /// Draws until the task is cancelled, and leaves the terminal as it was.
  func run() async {
    if terminal.isInteractive { await redraw() } else { await log() }
  }

  private func redraw() async {
    var drawn = 0
    var meter = Meter()
    terminal.write(Self.hideCursor)
    for frame in 0... {
      let current = scene(meter.perSecond)
      meter.measure(current.requests, at: current.elapsed)
      let size = terminal.size
      // One line stays free, and one column: a terminal that scrolls or wraps would spoil the picture.
      let lines = current.lines(terminal.style, width: size.width - 1, height: size.height - 1, frame: frame)
      let up = drawn > 0 ? "\u{1B}[\(min(drawn, size.height - 1))F" : ""
      terminal.write(up + lines.map { $0 + Self.clearLine + "\n" }.joined() + Self.clearBelow)
      drawn = lines.count
      do { try await time.sleep(for: .milliseconds(100)) } catch { break }
    }
    terminal.write((drawn > 0 ? "\u{1B}[\(drawn)F" : "") + Self.clearBelow + Self.showCursor)
  }

  private func log() async {
    var seen = 0
    terminal.line("Open \(scene(0).address) in a browser")
    while true {
      do { try await time.sleep(for: .seconds(1)) } catch { return }
      let current = scene(0)
      for note in current.notes.dropFirst(seen) { terminal.line("\(note.at.inSeconds): \(note.text)") }
      seen = current.notes.count
      terminal.line(current.progressLine)
    }
  }

  /// What a terminal needs to be its user's again.
  static let showCursor = "\u{1B}[?25h"
  private static let hideCursor = "\u{1B}[?25l"
  private static let clearLine = "\u{1B}[K"
  private static let clearBelow = "\u{1B}[J"
}

/// How many requests a second there were in about the last second.
private struct Meter {
  private var samples: [(requests: Int, at: Duration)] = []

  var perSecond: Int {
    guard let first = samples.first, let last = samples.last, last.at > first.at else { return 0 }
    return Int((Double(last.requests - first.requests) / ((last.at - first.at) / .seconds(1))).rounded())
  }

  mutating func measure(_ requests: Int, at moment: Duration) {
    samples.append((requests, moment))
    if samples.count > 11 { samples.removeFirst() }
  }
}
