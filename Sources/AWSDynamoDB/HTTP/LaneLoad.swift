/// How many requests are under way on each of a transport's lanes, and which lane the next one takes.
///
/// One lane is enough for a program that does one thing after the other, and keeps it on one connection. More of
/// them are taken only as more happens at once.
struct LaneLoad: Hashable, Sendable {
  /// How many requests a lane takes before the next one is opened.
  static let comfortable = 16

  private(set) var requests: [Int]

  init(lanes: Int) { requests = Array(repeating: 0, count: max(1, lanes)) }

  /// The lane of a request that begins: the first with room, or else the emptiest.
  mutating func begin() -> Int {
    var lane = 0
    for candidate in requests.indices where requests[lane] >= Self.comfortable {
      if requests[candidate] < requests[lane] { lane = candidate }
    }
    requests[lane] += 1
    return lane
  }

  mutating func end(_ lane: Int) { requests[lane] -= 1 }
}
