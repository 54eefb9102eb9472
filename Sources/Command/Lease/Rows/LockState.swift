import DynamoDB
import TableTheory

/// What a LOCK row says at a moment: whether the key is free, and what is odd about the row.
///
/// The rules are those of *The wire contract*, "Malformed rows".
struct LockState: Hashable, Sendable {
  enum Freedom: Hashable, Sendable {
    case noRow
    case givenBack
    case expired(LeaseHolder)
    /// The row holds nothing, whatever it was meant to.
    case malformed
  }

  enum Holding: Hashable, Sendable {
    case held(LeaseHolder)
    case free(Freedom)
  }

  var key: LeaseKey
  var holding: Holding
  var fence: Int64?
  /// `generated_at` of the last publication under the key.
  var publishedAt: Timestamp?
  /// What another program has written that no lease would hold, and what becomes of it.
  var problems: [String] = []

  var isHeld: Bool { if case .held = holding { true } else { false } }

  init(_ item: Item?, of key: LeaseKey, at now: Timestamp) {
    self.key = key
    guard let item else {
      holding = .free(.noRow)
      return
    }
    let row = LockRow(item)
    fence = row.fence
    publishedAt = row.publishedAt.map(Timestamp.init(seconds:))
    if let holder = row.holder(of: key.cacheKey, at: now) {
      holding = holder.expiresAt > now ? .held(holder) : .free(.expired(holder))
    } else {
      let isTombstone = row.expiresAt == 0 && row.token == nil
      holding = .free(isTombstone ? .givenBack : .malformed)
      if !isTombstone { problems.append(Self.expiryProblem(item)) }
    }
    if isHeld, row.token == nil {
      problems.append("it has no lease_token: nobody can renew it or give it back, it ends with its time")
    }
    problems += Self.otherProblems(item, row)
  }

  private static func expiryProblem(_ item: Item) -> String {
    let name = "lease_expires_at"
    guard let value = item[name] else { return "it has no \(name), so it holds nothing" }
    guard let number = value.number else {
      return "\(name) is of the type \(value.typeTag.rawValue) and not a number, so it holds nothing"
    }
    if number <= 0 { return "\(name) is \(number), which no lease has, so it holds nothing" }
    return "\(name) is \(number), more than a year away (milliseconds?), so it holds nothing"
  }

  private static func otherProblems(_ item: Item, _ row: LockRow) -> [String] {
    var problems: [String] = []
    if let expiry = item["lease_expires_at"]?.number, row.expiresAt != nil, expiry.int64 == nil {
      problems.append("lease_expires_at is \(expiry): a fraction of a second counts as a whole one")
    }
    if let fence = item["fence"], row.fence == nil {
      problems.append(
        "fence is \(fence.number.map { "\($0)" } ?? "of the type \(fence.typeTag.rawValue)"): "
          + "the next acquisition begins it anew")
    }
    for (name, type) in [("lease_owner", AttributeValue.TypeTag.string), ("published_at", .number)] {
      guard let value = item[name], value.typeTag != type else { continue }
      problems.append("\(name) is of the type \(value.typeTag.rawValue): it is taken for missing")
    }
    return problems
  }
}
