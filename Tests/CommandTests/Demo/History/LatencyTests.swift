import Testing

@testable import Command

@Suite("Latencies")
struct LatencyTests {
  @Test("A quantile is one of the latencies, the smallest that so many did not exceed")
  func quantiles() {
    var latencies = Latencies()
    for number in (1...100).reversed() { latencies.record(.milliseconds(number)) }
    #expect(latencies.quantile(0.5) == .milliseconds(50))
    #expect(latencies.quantile(0.99) == .milliseconds(99))
    #expect(latencies.quantile(1) == .milliseconds(100))
    #expect(latencies.quantile(0.5, ofLast: 10) == .milliseconds(5))
  }

  @Test("Of one request all quantiles are that one, of none there are none")
  func few() {
    var latencies = Latencies()
    #expect(latencies.quantile(0.5) == nil)
    latencies.record(.milliseconds(3))
    #expect(latencies.quantile(0.01) == .milliseconds(3))
    #expect(latencies.quantile(0.99) == .milliseconds(3))
  }
}
