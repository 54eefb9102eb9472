import DynamoDB
import Testing

@testable import Command

@Suite("The display")
struct SceneTests {
  private let scene = Scene(
    title: "4 workers", address: "http://127.0.0.1:43211/", progress: 0.4, elapsed: .seconds(8),
    remaining: .seconds(12), isOvertime: false,
    pages: (0..<12).map { number in
      let states: [Scene.PageLine.State] = [
        .missing, .fresh(left: .seconds(1), part: 0.5), .stale(for: .seconds(1)),
        .rendering(worker: 2, for: .milliseconds(140)), .orphaned(worker: 3, left: .seconds(2)),
        .orphaned(worker: nil, left: .zero),
      ]
      return .init(
        name: "page-\(number)", state: states[number % states.count], generation: 1_795_473_367_824, hits: 1234,
        responses: 2000)
    },
    workers: (1...4).map {
      .init(member: .init(number: $0, process: 30_000, state: .serving(port: 1), requests: 99), renders: 7, page: nil)
    },
    requests: 4000, requestsPerSecond: 500, hits: 3600, stale: 380, p50: .milliseconds(1), p99: .milliseconds(9),
    renders: 40, duplicateRenders: 0, olderAfterNewer: 0, refusedPublications: 0, takeovers: 1,
    notes: [.init(kind: .bad, at: .seconds(7), text: "killed worker 3 (pid 30000) in the middle of rendering page-4")])

  @Test(
    "It fits into every terminal",
    arguments: [(200, 60), (80, 24), (79, 23), (40, 12), (10, 3), (1, 1)])
  func fits(width: Int, height: Int) {
    let lines = scene.lines(Style(hasColour: false), width: width, height: height, frame: 3)
    #expect(lines.count <= height)
    #expect(lines.allSatisfy { $0.count <= width })
  }

  @Test("Where not all pages fit it says how many are left out")
  func leavesOut() {
    let lines = scene.lines(Style(hasColour: false), width: 80, height: 23, frame: 0)
    #expect(lines.contains { $0.hasPrefix("  and ") && $0.hasSuffix(" more") })
    #expect(lines.last?.contains("killed worker 3") == true)
  }

  @Test("Without colours there are no codes, and with them only whole ones")
  func colours() {
    let plain = scene.lines(Style(hasColour: false), width: 60, height: 40, frame: 0)
    let coloured = scene.lines(Style(hasColour: true), width: 60, height: 40, frame: 0)
    #expect(!plain.joined().contains("\u{1B}"))
    #expect(coloured.map { $0.replacing(#/\x1B\[[0-9]+m/#, with: "") } == plain)
  }

  @Test("A page's state is what its history says at that moment")
  func states() {
    func state(_ second: Int64, dead: Set<Int> = [], _ change: (inout PageHistory) -> Void) -> Scene.PageLine.State {
      var page = PageHistory(page: "home", initial: .invented(1, version: 1, freshUntil: 40))
      change(&page)
      return Scene.PageLine(
        page, at: Timestamp(seconds: second), revalidateAfter: .seconds(2), dead: dead
      ).state
    }
    #expect(state(39) { _ in } == .fresh(left: .seconds(1), part: 0.5))
    #expect(state(43) { _ in } == .stale(for: .seconds(3)))
    #expect(state(52) { $0.rendering(2, by: 3, at: 50) } == .rendering(worker: 3, for: .seconds(2)))
    #expect(state(90, dead: [3]) { $0.rendering(2, by: 3) } == .orphaned(worker: 3, left: .seconds(10)))
  }
}
