import DynamoDB
import TableTheory

/// What a step of a lease came to, for people and for programs.
struct LeaseReport: Hashable, Sendable {
  enum Outcome: Hashable, Sendable {
    case acquired
    case renewed
    case released
    /// Somebody else has it.
    case held(LeaseHolder?)
    /// It is not ours any more.
    case lost(LeaseHolder?)
  }

  var outcome: Outcome
  var key: LeaseKey
  var table: String
  var owner: String?
  /// What we hold now.
  var lease: Lease?
  /// By the wall clock.
  var now: Timestamp

  /// For a person; a refusal is told on standard error.
  var text: String {
    switch outcome {
    case .acquired, .renewed:
      guard let lease else { return "" }
      let until = "\(key) is yours for \(lease.remaining.spoken), until \(lease.expiresAt)"
      guard outcome == .acquired else { return until }
      return """
        \(until)
          token  \(lease.token)
          fence  \(lease.fence)
        """
    case .released: return "\(key) is free"
    case .held(let holder), .lost(let holder):
      return holder.map { "\(key) is \($0.text(at: now))" } ?? "\(key) is free"
    }
  }

  /// One JSON object on one line; the names are what scripts go by.
  var json: String {
    JSONWriter.line { writer in
      writer.member("outcome", word)
      writer.members(of: key)
      writer.member("table", table)
      if let lease {
        writer.member("token", lease.token)
        writer.member("fence", lease.fence)
        writer.members(until: lease.expiresAt, at: now)
        writer.member("remaining", lease.remaining)
        if let owner { writer.member("owner", owner) }
        if let publishedAt = lease.publishedAt { writer.member("published_at", publishedAt.description) }
      }
      if let holder { writer.members(of: holder, at: now) }
    }
  }

  private var word: String {
    switch outcome {
    case .acquired: "acquired"
    case .renewed: "renewed"
    case .released: "released"
    case .held: "held"
    case .lost: "lost"
    }
  }

  private var holder: LeaseHolder? {
    switch outcome {
    case .held(let holder), .lost(let holder): holder
    case .acquired, .renewed, .released: nil
    }
  }
}
