import DynamoDB
import MutableTableTheory
import TableTheoryTesting

// What the table's rows may go through.
extension RequestProperties {
  mutating func wrote(
    _ partition: String, _ sort: String, _ number: Int?, _ before: Item?, _ after: Item?, _ event: HistoryEvent
  ) {
    if let number, open?.number != number { open = Group(number: number) }
    switch sort {
    case _ where sort.hasPrefix("REQ#"): wroteRecord("\(partition) \(sort)", number, before, after, event)
    case "EFFECT":
      open?.effects.append((String(partition.dropFirst("EFFECT#".count)), after?["last"]?.string ?? ""))
    case "META", "PAGE":
      if let object = after?["s3_key"]?.string, object != before?["s3_key"]?.string {
        objects.insert(object)
        open?.published = object
      }
    default: break
    }
  }

  private mutating func wroteRecord(
    _ name: String, _ number: Int?, _ before: Item?, _ after: Item?, _ event: HistoryEvent
  ) {
    rows[name] = after
    let old = before?["owner_token"]?.string
    let new = after?["owner_token"]?.string
    if before == nil { madeAt[name] = event.time }
    if let old, old != new, gone[old] == nil { gone[old] = event.time }
    guard number != nil, let after else {
      // The TTL's, which may be early by what a reader's clock is apart from it.
      epochs[name, default: 0] += 1
      if let old { deleted.insert(old) }
      return
    }
    let now = Self.start + event.time
    if let hash = before?["request_hash"], hash != after["request_hash"] {
      fail("a key's payload never changes", "\(name) is another request's now", event)
    }
    let isBeginning = after["status"] == "STARTED" && old != new
    if before?["status"] == "COMPLETED" {
      let end = Timestamp(seconds: before?["expires_at"]?.integer ?? 0)
      if isBeginning, now + ahead >= end {
        epochs[name, default: 0] += 1
      } else {
        fail("a completed record stays until it expires", "\(name) is kept until \(end)", event)
      }
    }
    if isBeginning {
      began(name, new ?? "", before, now, event)
    } else if old == new, after["status"] == "STARTED", before?["status"] != "STARTED" {
      fail("a claim that is over is not begun again", "\(name) is \(new ?? "")'s again", event)
    } else if after["status"] != "STARTED" {
      ended(name, before, after, event)
    } else if (after["in_progress_expires_at"]?.integer ?? 0) < (before?["in_progress_expires_at"]?.integer ?? 0) {
      fail("a renewal never makes a time shorter", "\(name), \(new ?? "")", event)
    }
  }

  private mutating func began(
    _ name: String, _ token: String, _ before: Item?, _ now: Timestamp, _ event: HistoryEvent
  ) {
    if gone[token] != nil, runs[token] == nil { gone[token] = nil }
    epochOf[token] = epochs[name, default: 0]
    begunAt[token] = event.time
    guard before?["status"] == "STARTED" else { return }
    restarts.insert(token)
    let end = Timestamp(seconds: before?["in_progress_expires_at"]?.integer ?? 0)
    if now + ahead < end {
      fail("nobody is taken over in his time", "\(token) began \(name), which is in progress until \(end)", event)
    }
  }

  private mutating func ended(_ name: String, _ before: Item?, _ after: Item, _ event: HistoryEvent) {
    let token = after["owner_token"]?.string ?? ""
    if before?["status"] != "STARTED" || before?["owner_token"] != after["owner_token"] {
      fail("only the claim that is at work ends it", "\(name) was ended for \(token)", event)
    }
    guard after["status"] == "COMPLETED" else { return }
    let record = Record(
      token: token, hash: after["request_hash"]?.string ?? "", result: after["result"]?.string ?? "",
      isError: after["result_is_error"] == .bool(true),
      expiresAt: Timestamp(seconds: after["expires_at"]?.integer ?? 0))
    records[name, default: []].append(record)
    open?.completed.append((name, token, record.result, record.isError))
  }

  /// A transaction has written all its rows: a record and what belongs to it are there together.
  mutating func closeTransaction(_ event: HistoryEvent) {
    guard let group = open else { return }
    open = nil
    for effect in group.effects {
      if !group.completed.contains(where: { $0.token == effect.token }) {
        fail("an effect and its record are made together", "\(effect.token)'s effect has no record", event)
      }
      let epoch = epochOf[effect.token] ?? 0
      if effects.updateValue(epoch, forKey: effect.key) == epoch {
        fail("the effect of a completed key happens once", "\(effect.token)'s on \(effect.key) is another one", event)
      }
    }
    for record in group.completed where !record.isError {
      if runs[record.token]?.effect == .together, !group.effects.contains(where: { $0.token == record.token }) {
        fail("an effect and its record are made together", "\(record.token)'s record has no effect", event)
      }
      if record.name == Self.name(RequestScenario.revalidation),
        !objects.contains(where: { record.result == "\"\($0)\"" })
      {
        fail("a page and its request's record are made together", "\(record.result) was not published", event)
      }
    }
    if let object = group.published, !group.completed.contains(where: { $0.result == "\"\(object)\"" }) {
      fail("a page and its request's record are made together", "\(object) has no record", event)
    }
  }

  /// A process that has nothing more to do holds nothing.
  mutating func quiet(_ event: HistoryEvent) {
    guard settings.isFaultless, settings.clocks != .wrong else { return }
    let now = Self.start + event.time + settings.margin
    for (name, row) in rows.sorted(by: { $0.key < $1.key }) {
      guard row["status"] == "STARTED", (row["in_progress_expires_at"]?.integer ?? 0) > now.secondsRoundedUp,
        let token = row["owner_token"]?.string, token.hasPrefix("\(event.worker)-"), runs[token]?.isKept ?? true
      else { continue }
      fail("no claim is left behind", "\(token) is still at \(name)", event)
    }
  }
}
