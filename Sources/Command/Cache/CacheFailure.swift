import DynamoDB
import TableTheory

extension Failure {
  /// What an error of the table means to whoever looked at pages or changed them.
  init(ofPages error: DynamoDBError, in store: Store) {
    switch error {
    case .outcomeUnknown(let message):
      self.init(
        "no answer came from \(store.place): it may be carried out or not; doing it again harms nothing (\(message))",
        status: .outcomeUnknown)
    case .throttled:
      self.init("the table \(store.table) at \(store.place) is throttled: try again", status: .unavailable)
    default: self.init(error, in: store)
    }
  }

  /// What it means that a page was not published.
  init(_ error: PublishError, on page: LeaseKey, in store: Store, at now: Timestamp) {
    switch error {
    case .lost(_, let holder):
      self.init(
        "\(page) was not published: " + (holder.map { "it is \($0.text(at: now))" } ?? "its lease is gone"),
        status: .lost)
    case .stale: self.init("\(page) was not published: somebody else has published it meanwhile", status: .lost)
    case .guardFailed, .requestLost, .requestNotCompleted: self.init("\(error)", status: .lost)
    case .outcomeUnknown:
      self.init(
        "no answer came from \(store.place) to the publication of \(page): \"tabletheory cache show\" tells",
        status: .outcomeUnknown)
    case .throttled:
      self.init("\(page) was not published: the table \(store.table) is throttled", status: .unavailable)
    case .invalid(let message): self.init(message, status: .usage)
    case .unavailable(_, let error): self.init(ofPages: error, in: store)
    }
  }
}
