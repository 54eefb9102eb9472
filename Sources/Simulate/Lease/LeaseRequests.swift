import DynamoDB

// What the protocol's requests are about, read from the outside.

extension UpdateItem {
  /// The token that an acquisition writes.
  var token: String? {
    for assignment in update?.sets ?? [] where assignment.path.attribute == "lease_token" {
      if case .operand(.value(let value)) = assignment.value { return value.string }
    }
    return nil
  }

  /// Whether the update gives a lease back: it takes the token away.
  var isRelease: Bool { update?.removes.contains { $0.attribute == "lease_token" } ?? false }

  /// Whether the update only moves a lease's expiry.
  var isRenewal: Bool {
    token == nil && !isRelease && update?.sets.contains { $0.path.attribute == "lease_expires_at" } ?? false
  }

  /// The token that the row has to have.
  var heldToken: String? { condition?.heldToken }

  /// Whether it is META's update.
  var isEntry: Bool { key["sk"]?.string == "META" }
}

extension Condition {
  fileprivate var heldToken: String? {
    switch self {
    case .compare(.path(let path), .equal, .value(let value)) where path.attribute == "lease_token": value.string
    case .and(let left, let right): left.heldToken ?? right.heldToken
    default: nil
    }
  }
}
