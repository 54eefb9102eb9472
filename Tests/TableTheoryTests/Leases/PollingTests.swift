import DynamoDB
import Testing

@testable import TableTheory

struct PollingTests {
  private func polling(_ jitter: Double) -> Polling {
    Polling(shortestPause: .milliseconds(50), longestPause: .seconds(2), jitter: { jitter })
  }

  @Test("Pauses grow to three times the last one, and stay between the shortest and the longest")
  func growth() {
    var pause: Duration?
    var pauses: [Duration] = []
    for _ in 0..<6 {
      let (wait, next) = polling(1).pause(after: pause, untilFree: nil)
      #expect(wait == next)
      pauses.append(wait)
      pause = next
    }
    #expect(pauses == [150, 450, 1350, 2000, 2000, 2000].map { .milliseconds($0) })
    #expect(polling(0).pause(after: .seconds(2), untilFree: nil).wait == .milliseconds(50))
  }

  @Test("Where the holder's time is over soon, the wait is until then and a little longer, and not shorter")
  func informed() {
    for jitter in [0, 0.3, 0.999] {
      for untilFree in stride(from: 1, through: 4000, by: 7) {
        for previous in [nil, 50, 400, 2000] as [Int?] {
          let free = Duration.milliseconds(untilFree)
          let (wait, next) = polling(jitter).pause(after: previous.map { .milliseconds($0) }, untilFree: free)
          #expect(wait <= .milliseconds(2050))
          #expect(wait == next && wait * 2 < free || wait >= free || free > .seconds(2))
          #expect(wait < free + .milliseconds(50) || wait == next)
        }
      }
    }
  }

  @Test("A clock by which the lease is free already does not ask without a pause")
  func neverBusy() {
    for untilFree in [Duration.zero, .seconds(-100)] {
      #expect(polling(0).pause(after: nil, untilFree: untilFree).wait == .milliseconds(50))
    }
    #expect(Polling(shortestPause: .zero, longestPause: .zero).pause(after: nil, untilFree: nil).wait > .zero)
  }
}
