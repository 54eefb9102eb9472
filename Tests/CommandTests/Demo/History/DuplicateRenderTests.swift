import DynamoDB
import Testing

@testable import Command

@Suite("Renders that must not happen")
struct DuplicateRenderTests {
  private var page = PageHistory(page: "home", initial: .invented(10, version: 1, freshUntil: 40))

  @Test("A page rendered once in each staleness window is in order")
  mutating func once() {
    for fence: Int64 in 11...20 {
      page.rendering(fence, by: Int(fence) % 4, at: fence * 10)
      page.published(.invented(fence, version: fence - 9, freshUntil: fence * 10 + 5))
    }
    #expect(page.violations(dead: []).isEmpty)
  }

  @Test("A second render that replaces the same generation is found, with both fences")
  mutating func twice() {
    page.rendering(11, by: 1)
    page.rendering(12, by: 2)
    #expect(page.violations(dead: []) == [.renderedTwice(page: "home", fence: 12, earlier: 11, base: 10)])
  }

  @Test("Two renders of a page that was never there are found")
  func twiceFromNothing() {
    var page = PageHistory(page: "home")
    page.rendering(1, by: 1)
    page.rendering(2, by: 2)
    #expect(page.violations(dead: []) == [.renderedTwice(page: "home", fence: 2, earlier: 1, base: nil)])
  }

  @Test("A render whose worker was killed before it published is rightly done again")
  mutating func crash() {
    page.rendering(11, by: 1)
    page.rendering(12, by: 2)
    page.published(.invented(12, version: 2))
    #expect(page.violations(dead: [1]).isEmpty)
  }

  @Test("A third render is one too many where only the first worker was killed")
  mutating func crashThenTwice() {
    page.rendering(11, by: 1)
    page.rendering(12, by: 2)
    page.rendering(13, by: 3)
    #expect(page.violations(dead: [1]) == [.renderedTwice(page: "home", fence: 13, earlier: 12, base: 10)])
  }

  @Test("That a worker was killed later does not excuse a render that it had brought to an end")
  mutating func laterDeath() {
    page.rendering(11, by: 1)
    page.rendering(12, by: 2)
    page.refusedPublication(fence: 11)
    #expect(page.violations(dead: [1]) == [.renderedTwice(page: "home", fence: 12, earlier: 11, base: 10)])
  }

  @Test("A render that gave its lease back came to nothing, and is done again")
  mutating func givenBack() {
    page.rendering(11, by: 1)
    page.released(fence: 11)
    page.rendering(12, by: 2)
    #expect(page.violations(dead: []).isEmpty)
  }

  @Test("A render of a page that somebody has just published is found: nobody looked again after acquiring")
  mutating func withoutLookingAgain() {
    page.rendering(11, by: 1)
    page.published(.invented(11, version: 2, freshUntil: 60))
    page.rendering(12, by: 2, at: 51)
    #expect(page.violations(dead: []) == [.renderedWhileFresh(page: "home", fence: 12, base: 11)])
  }

  @Test("A render that is heard of after its publication belongs to the same window all the same")
  mutating func lateNews() {
    page.acquired(.invented(11, worker: 1))
    page.published(.invented(11, version: 2, freshUntil: 60))
    page.acquired(.invented(12, worker: 2))
    page.published(.invented(12, version: 3, freshUntil: 70))
    page.renderStarted(fence: 12, worker: 2, at: Timestamp(seconds: 61))
    page.renderStarted(fence: 11, worker: 1, at: Timestamp(seconds: 50))
    #expect(page.violations(dead: []).isEmpty)
  }
}
