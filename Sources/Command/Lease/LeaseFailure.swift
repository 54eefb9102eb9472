import DynamoDB
import TableTheory

extension Failure {
  /// What an error of a lease means to the person at the terminal, and to a script.
  init(_ error: LeaseError, on key: LeaseKey, in store: Store, at now: Timestamp) {
    switch error {
    case .held(let holder): self.init("\(key) is \(holder.text(at: now))", status: .held)
    case .lost(_, let holder):
      self.init("\(key) is not yours any more: \(Self.whose(holder, at: now))", status: .lost)
    case .outcomeUnknown(let unknown):
      self.init(
        "no answer came from \(store.place) to \(unknown.step): it may be carried out or not; "
          + "\"tabletheory lease show\" tells, and what is not renewed ends with its time", status: .outcomeUnknown)
    case .throttled:
      self.init("the table \(store.table) at \(store.place) is throttled; nothing was changed", status: .unavailable)
    case .invalid(let message): self.init(message, status: .usage)
    case .unavailable(_, let error): self.init(error, in: store)
    }
  }

  /// What an error of the table means.
  init(_ error: DynamoDBError, in store: Store) {
    switch error {
    case .resourceNotFound:
      self.init(
        "there is no table \(store.table) at \(store.place): --table names another, "
          + "--create-table of \"lease acquire\" and \"lease run\" makes it", status: .unavailable)
    case .outcomeUnknown, .unavailable:
      self.init("the table \(store.table) at \(store.place) cannot be reached: \(error.message)", status: .unavailable)
    default:
      self.init("the table \(store.table) at \(store.place) refused the request: \(error)", status: .unavailable)
    }
  }

  private static func whose(_ holder: LeaseHolder?, at now: Timestamp) -> String {
    guard let holder else { return "it was given back, or its row is gone" }
    return "it is \(holder.text(at: now))"
  }
}

extension UnknownLeaseOutcome {
  /// What was asked for: `the acquisition of CACHE#home`.
  fileprivate var step: String { "\(self)" }
}

extension LeaseHolder {
  /// `held by web-7 until 2026-11-24T10:00:10Z, 8.2 s from now`
  func text(at now: Timestamp) -> String {
    "held by \(owner ?? "somebody") until \(expiresAt), "
      + (expiresAt > now ? "\((expiresAt - now).spoken) from now" : "now")
  }
}
