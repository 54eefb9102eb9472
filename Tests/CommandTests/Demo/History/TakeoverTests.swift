import DynamoDB
import Testing

@testable import Command

@Suite("Takeovers")
struct TakeoverTests {
  @Test("A lease is taken over where its holder neither published nor released")
  func overtaken() {
    var page = PageHistory(page: "home")
    page.acquired(.invented(1, worker: 1))
    #expect(page.acquired(.invented(2, worker: 2))?.worker == 1)
    #expect(page.takeovers == 1)
  }

  @Test("A lease that was published under, released or asked for again is not taken over")
  func notOvertaken() {
    var page = PageHistory(page: "home")
    page.acquired(.invented(1, worker: 1))
    page.published(.invented(1, version: 1))
    page.acquired(.invented(2, worker: 2))
    page.released(fence: 2)
    page.acquired(.invented(3, worker: 3))
    page.acquired(.invented(4, worker: 3, token: "token 3"))
    #expect(page.takeovers == 0)
  }

  @Test("A lease that an earlier run left behind is taken over like any other")
  func leftBehind() {
    var left = PageHistory.Acquisition.invented(7, worker: 1)
    left.worker = nil
    var page = PageHistory(page: "home", leftBehind: left)
    page.acquired(.invented(8, worker: 2))
    #expect(page.takeovers == 1)
  }

  @Test("A killed worker's page waits until somebody has published it")
  func awaited() {
    var history = RunHistory(pages: [PageHistory(page: "home")])
    history.acquired("home", .invented(1, worker: 1), at: .seconds(1))
    #expect(!history.awaitsTakeover)
    history.died(worker: 1, at: .seconds(2), note: "killed")
    #expect(history.awaitsTakeover)
    history.acquired("home", .invented(2, worker: 2), at: .seconds(5))
    #expect(!history.awaitsTakeover)
    #expect(history.notes.last?.text == "home taken over by worker 2, 3.0 s after worker 1 was killed")
  }
}
