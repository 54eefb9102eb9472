/// Who believes to hold what, until when by the right time: nobody else is to believe the same meanwhile.
struct Holders {
  struct Holder: Hashable {
    var name: String
    var token: String
    var worker: String
    var until: Duration
  }

  private var holders: [Holder] = []

  /// - Parameter robbed: tokens of those to whom nothing is promised.
  /// - Returns: Who believes to hold the same.
  mutating func enter(_ holder: Holder, at now: Duration, sparing robbed: Set<String> = []) -> Holder? {
    holders.removeAll { $0.until <= now || robbed.contains($0.token) }
    let other = holders.first { $0.name == holder.name }
    holders.append(holder)
    return other
  }

  mutating func leave(token: String) { holders.removeAll { $0.token == token } }

  mutating func leave(worker: String) { holders.removeAll { $0.worker == worker } }
}
