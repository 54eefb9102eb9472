import DynamoDB

// Taking a term out of a condition, and changing what an update assigns.

extension Condition {
  /// The condition without the terms that `isDropped` names; `nil` where nothing is left.
  func dropping(_ isDropped: (Condition) -> Bool) -> Condition? {
    if isDropped(self) { return nil }
    switch self {
    case .and(let left, let right):
      return Self.joined(left.dropping(isDropped), right.dropping(isDropped)) { .and($0, $1) }
    case .or(let left, let right):
      return Self.joined(left.dropping(isDropped), right.dropping(isDropped)) { .or($0, $1) }
    default: return self
    }
  }

  private static func joined(
    _ left: Condition?, _ right: Condition?, _ join: (Condition, Condition) -> Condition
  ) -> Condition? {
    guard let left else { return right }
    guard let right else { return left }
    return join(left, right)
  }

  /// The condition with every term as `replace` makes it.
  func replacing(_ replace: (Condition) -> Condition) -> Condition {
    switch self {
    case .and(let left, let right): .and(left.replacing(replace), right.replacing(replace))
    case .or(let left, let right): .or(left.replacing(replace), right.replacing(replace))
    default: replace(self)
    }
  }

  /// Whether the term compares the attribute with something.
  func compares(_ attribute: String) -> Bool {
    if case .compare(.path(let path), _, _) = self { path.attribute == attribute } else { false }
  }
}

extension Condition {
  /// The term by which an acquisition does not lose to itself: the row has its own token, and lasts no longer.
  var isForOwnToken: Bool {
    if case .and(let left, _) = self { left.compares("lease_token") } else { compares("lease_token") }
  }

  /// The term by which an old request does not shorten what a newer one has made longer.
  var asksForNoLongerLease: Bool {
    if case .not(let term) = self { term.compares("lease_expires_at") } else { false }
  }
}

extension Update {
  /// Changes what is assigned to an attribute.
  mutating func change(_ attribute: String, _ change: (Value) -> Value) {
    for index in sets.indices where sets[index].path.attribute == attribute {
      sets[index].value = change(sets[index].value)
    }
  }
}
