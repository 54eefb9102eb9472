import DynamoDB
import TableTheory

extension LockState {
  /// For a person: who has it and until when, and what the row knows besides.
  func text(at now: Timestamp) -> String {
    var lines = ["\(key) is \(sentence(at: now))"]
    if let fence { lines.append("  fence         \(fence)") }
    if let publishedAt {
      lines.append("  published_at  \(publishedAt), \(max(.zero, now - publishedAt).spoken) ago")
    }
    lines += problems.map { "  malformed     \($0)" }
    return lines.joined(separator: "\n")
  }

  private func sentence(at now: Timestamp) -> String {
    switch holding {
    case .held(let holder): holder.text(at: now)
    case .free(.noRow): "free: nobody has had it, or not for long"
    case .free(.givenBack): "free: it was given back"
    case .free(.expired(let holder)):
      "free: the lease of \(holder.owner ?? "somebody") ended at \(holder.expiresAt), "
        + "\(max(.zero, now - holder.expiresAt).spoken) ago"
    case .free(.malformed): "free: its row is malformed, and the next acquisition replaces it"
    }
  }

  /// The members of one JSON object.
  func write(to writer: inout JSONWriter, at now: Timestamp, table: String? = nil) {
    writer.member("state", isHeld ? "held" : "free")
    writer.members(of: key)
    if let table { writer.member("table", table) }
    switch holding {
    case .held(let holder), .free(.expired(let holder)):
      if let owner = holder.owner { writer.member("owner", owner) }
      writer.members(until: holder.expiresAt, at: now)
    case .free: break
    }
    if let fence { writer.member("fence", fence) }
    if let publishedAt { writer.member("published_at", publishedAt.description) }
    if !problems.isEmpty {
      writer.key("malformed")
      writer.array(problems) { $0.string($1) }
    }
  }
}
