/// How many requests are under way on each of a transport's lanes, and which lane the next one takes.
///
/// One lane is enough for a program that does one thing after the other, and keeps it on one connection. More of
/// them are taken only as more happens at once.
struct LaneLoad: Hashable, Sendable {
  /// How many requests a lane takes before the next one is opened.
  let comfortable: Int

  private(set) var requests: [Int]

  /// - Parameter connections: how many a lane may have: beyond them its requests would wait, while others are idle.
  init(lanes: Int, connections: Int = .max) {
    requests = Array(repeating: 0, count: max(1, lanes))
    comfortable = max(1, min(4, connections))
  }

  /// The lane of a request that begins: the first with room, or else the emptiest.
  mutating func begin() -> Int {
    var lane = 0
    for candidate in requests.indices where requests[lane] >= comfortable {
      if requests[candidate] < requests[lane] { lane = candidate }
    }
    requests[lane] += 1
    return lane
  }

  mutating func end(_ lane: Int) { requests[lane] -= 1 }
}
