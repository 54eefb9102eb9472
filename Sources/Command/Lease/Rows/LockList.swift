import DynamoDB
import TableTheory

/// The leases of a table as a list.
struct LockList: Hashable, Sendable {
  var table: String
  var states: [LockState]
  var now: Timestamp

  /// A line for each, in columns.
  var text: String {
    let held = states.count { $0.isHeld }
    let summary = "\(states.count) \(states.count == 1 ? "key" : "keys") in \(table), \(held) held"
    guard !states.isEmpty else { return summary }
    let rows = [["KEY", "STATE", "OWNER", "UNTIL", "FENCE"]] + states.map(columns)
    return [Columns.text(rows), "", summary].joined(separator: "\n")
  }

  private func columns(of state: LockState) -> [String] {
    let fence = state.fence.map(String.init) ?? ""
    let key = state.key.description
    let remark = state.problems.isEmpty ? "" : ", malformed"
    switch state.holding {
    case .held(let holder):
      let rest = (holder.expiresAt - now).spoken
      return [key, "held" + remark, holder.owner ?? "", "\(holder.expiresAt), in \(rest)", fence]
    case .free(.expired(let holder)):
      return [key, "expired" + remark, holder.owner ?? "", holder.expiresAt.description, fence]
    case .free: return [key, "free" + remark, "", "", fence]
    }
  }

  /// One JSON object on one line, with an array of the keys.
  var json: String {
    JSONWriter.line { writer in
      writer.member("table", table)
      writer.member("held", Int64(states.count { $0.isHeld }))
      writer.key("leases")
      writer.array(states) { writer, state in writer.object { state.write(to: &$0, at: now) } }
    }
  }
}
