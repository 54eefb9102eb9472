import DynamoDB
import FoundationEssentials
import Testing

@testable import Command

@Suite("The report of a run")
struct RunReportTests {
  /// A run of one page that was served once, and in which `change` happened besides.
  private func report(
    wantsTakeover: Bool = false, interruptedBy signal: Int32? = nil, _ change: (inout RunHistory) -> Void = { _ in }
  ) -> RunReport {
    var history = RunHistory(pages: [PageHistory(page: "home", initial: .invented(10, version: 1))])
    history.responseEnded(
      .init(page: "home", worker: 1, source: .fresh, generation: 10), floor: nil, latency: .milliseconds(2))
    change(&history)
    return RunReport(
      history, elapsed: .seconds(20), workers: 4, generationsBefore: 1, wantsTakeover: wantsTakeover,
      interruptedBy: signal)
  }

  @Test("A run in which everything held ends with status 0")
  func good() {
    #expect(report().exitCode == 0)
    #expect(report().failures.isEmpty)
  }

  @Test("A page rendered twice ends the run with status 1, and the report says which and as what")
  func duplicate() {
    let report = report { history in
      history.renderStarted("home", fence: 11, worker: 1, at: Timestamp(seconds: 1))
      history.renderStarted("home", fence: 12, worker: 2, at: Timestamp(seconds: 1))
    }
    #expect(report.duplicateRenders == 1)
    #expect(report.olderAfterNewer == 0)
    #expect(report.exitCode == 1)
    #expect(
      report.failures == ["home was rendered twice to replace generation 10: as generation 11 and as generation 12"])
  }

  @Test("An older page after a newer one ends the run with status 1, and the report says which")
  func backwards() {
    let report = report { history in
      history.published("home", .invented(11, version: 2))
      for generation: Int64 in [11, 10] {
        let floor = history.responseBegins("home")
        history.responseEnded(
          .init(page: "home", worker: 1, source: .fresh, generation: generation), floor: floor,
          latency: .milliseconds(1))
      }
    }
    #expect(report.olderAfterNewer == 1)
    #expect(report.duplicateRenders == 0)
    #expect(report.exitCode == 1)
    #expect(report.failures.first?.contains("home was served as generation 10") == true)
  }

  @Test("A run in which nothing was served, or a request got no page, ends with status 1")
  func nothingServed() {
    let empty = RunReport(
      RunHistory(pages: [PageHistory(page: "home")]), elapsed: .seconds(1), workers: 1, generationsBefore: 0,
      wantsTakeover: false, interruptedBy: nil)
    #expect(empty.exitCode == 1)
    #expect(report { $0.requestFailed(latency: .seconds(1)) }.exitCode == 1)
  }

  @Test("A run that was to kill a worker ends with status 1 unless its page was taken over")
  func takeoverMissing() {
    #expect(report(wantsTakeover: true).exitCode == 1)
    let orphaned = report(wantsTakeover: true) { history in
      history.acquired("home", .invented(11, worker: 1), at: .seconds(1))
      history.died(worker: 1, at: .seconds(2), note: "killed worker 1")
    }
    #expect(orphaned.exitCode == 1)
    let takenOver = report(wantsTakeover: true) { history in
      history.acquired("home", .invented(11, worker: 1), at: .seconds(1))
      history.died(worker: 1, at: .seconds(2), note: "killed worker 1")
      history.acquired("home", .invented(12, worker: 2), at: .seconds(5))
      history.published("home", .invented(12, version: 2))
    }
    #expect(takenOver.exitCode == 0)
    #expect(takenOver.takeovers == 1)
  }

  @Test("A run that was good until a signal ended it has the status that shells give to that signal")
  func interrupted() { #expect(report(interruptedBy: 2).exitCode == 130) }

  @Test("As JSON it is one object on one line, with the promised names")
  func json() throws {
    let text = report().json
    #expect(!text.contains("\n"))
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let numbers = try decoder.decode(Numbers.self, from: Data(text.utf8))
    #expect(numbers.requests == 1)
    #expect(numbers.hits == 1)
    #expect(numbers.p50Ms == 2)
  }

  private struct Numbers: Decodable {
    let requests, hits, staleServed, waited, renders, duplicateRenders, stalePublishesRejected, takeovers: Int
    let readUnits, writeUnits, p50Ms, p99Ms: Double
  }

  @Test("As text it has the same names, and no codes where there are no colours")
  func text() {
    let text = report().text(Style(hasColour: false))
    for name in [
      "requests", "hits", "stale_served", "waited", "renders", "duplicate_renders", "stale_publishes_rejected",
      "takeovers", "read_units", "write_units", "p50_ms", "p99_ms",
    ] { #expect(text.contains("\n  \(name) "), "\(name)") }
    #expect(!text.contains("\u{1B}"))
  }
}
