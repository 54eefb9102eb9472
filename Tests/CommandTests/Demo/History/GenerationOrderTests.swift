import DynamoDB
import Testing

@testable import Command

@Suite("Generations that run backwards")
struct GenerationOrderTests {
  private var page = PageHistory(page: "home", initial: .invented(10, version: 1))

  @Test("Publications whose fence and version rise are in order")
  mutating func rising() {
    page.published(.invented(11, version: 2))
    page.published(.invented(14, version: 3))
    page.visited(14)
    #expect(page.violations(dead: []).isEmpty)
  }

  @Test("A publication with an older fence is found")
  mutating func olderFence() {
    page.published(.invented(12, version: 2))
    page.published(.invented(11, version: 3))
    #expect(
      page.violations(dead: []) == [
        .publishedOutOfOrder(page: "home", .invented(11, version: 3), after: .invented(12, version: 2))
      ])
  }

  @Test("A publication that the table's version does not count is found", arguments: [2, 4] as [Int64])
  mutating func versionDoesNotAgree(version: Int64) {
    page.published(.invented(11, version: 2))
    page.published(.invented(12, version: version))
    #expect(page.violations(dead: []).count == 1)
  }

  @Test("A publication by a worker whose lease had been taken over is found")
  mutating func staleWriter() {
    page.acquired(.invented(11, worker: 1))
    page.acquired(.invented(12, worker: 2))
    page.published(.invented(11, version: 2))
    #expect(page.violations(dead: []) == [.publishedAfterTakeover(page: "home", published: 11, holder: 12)])
  }

  @Test("A publication that is repeated after a lost answer counts once")
  mutating func repeated() {
    page.published(.invented(11, version: 2))
    page.published(.invented(11, version: 2))
    #expect(page.violations(dead: []).isEmpty)
    #expect(page.publications.count == 1)
  }

  @Test("A visitor who comes after a newer page was seen, and gets an older one, is found")
  mutating func servedBackwards() {
    page.published(.invented(11, version: 2))
    page.visited(11)
    page.visited(10)
    #expect(page.violations(dead: []) == [.servedOlderAfterNewer(page: "home", served: 10, after: 11)])
  }

  @Test("A visitor who came before the newer page was seen may get the older one")
  mutating func servedSideBySide() {
    page.published(.invented(11, version: 2))
    let floor = page.responseBegins()
    page.visited(11)
    page.responseEnded(generation: 10, floor: floor, isHit: false, isCurrent: true)
    #expect(page.violations(dead: []).isEmpty)
  }

  @Test("A page that nobody published, a killed worker's say, is found when it is served")
  mutating func servedUnpublished() {
    page.rendering(11, by: 1)
    page.visited(11)
    #expect(page.violations(dead: [1]) == [.servedUnpublished(page: "home", served: 11)])
  }

  @Test("What was rendered in vain may be served to whoever asked for it, and raises nothing")
  mutating func servedInVain() {
    page.rendering(11, by: 1)
    page.refusedPublication(fence: 11)
    page.visited(11, isCurrent: false)
    page.visited(10)
    #expect(page.violations(dead: []).isEmpty)
  }
}
