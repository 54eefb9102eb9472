import Testing

@testable import AWSDynamoDB

@Suite("Requests share as few connections as they need")
struct LaneLoadTests {
  @Test("One request after the other stays on the first lane")
  func sequential() {
    var load = LaneLoad(lanes: 4)
    for _ in 0..<100 {
      let lane = load.begin()
      #expect(lane == 0)
      load.end(lane)
    }
  }

  @Test("A lane is opened when those before it are busy, and the load beyond that is even")
  func concurrent() {
    var load = LaneLoad(lanes: 3)
    for _ in 0..<load.comfortable { _ = load.begin() }
    #expect(load.requests == [4, 0, 0])
    for _ in 0..<load.comfortable { _ = load.begin() }
    #expect(load.requests == [4, 4, 0])
    for _ in 0..<100 { _ = load.begin() }
    #expect(load.requests == [36, 36, 36])
  }

  @Test("Whatever begins and ends in whatever order, each lane's count is that of its requests")
  func random() {
    var generator = SeededGenerator(seed: 3)
    for lanes in 1...5 {
      var load = LaneLoad(lanes: lanes)
      var underWay: [Int] = []
      for _ in 0..<2000 {
        if Bool.random(using: &generator) || underWay.isEmpty {
          underWay.append(load.begin())
        } else {
          load.end(underWay.remove(at: Int.random(in: underWay.indices, using: &generator)))
        }
        #expect(load.requests == (0..<lanes).map { lane in underWay.count { $0 == lane } })
      }
    }
  }

  @Test("Where there are few connections, no request waits for one while another lane has one", arguments: 1...20)
  func fewConnections(connections: Int) {
    var load = LaneLoad(lanes: 4, connections: connections)
    let each = min(4, connections)
    for _ in 0..<4 * each { _ = load.begin() }
    #expect(load.requests == Array(repeating: each, count: 4))
  }
}
