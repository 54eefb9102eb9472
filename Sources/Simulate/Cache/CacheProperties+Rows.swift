import DynamoDB
import MutableTableTheory
import TableTheoryTesting

// What the table's rows may go through.
extension CacheProperties {
  mutating func wrote(
    _ page: String, _ sort: String, _ number: Int?, _ before: Item?, _ after: Item?, _ event: HistoryEvent
  ) {
    guard sort != "GEN" else { return wroteTag(page, before, after, event) }
    rows[page, default: [:]][sort] = after
    if number != nil, let body = after?["s3_key"]?.string, bodies[body] == nil {
      fail("no row names a missing body", "\(page) \(sort) names \(body)", event)
    }
    switch sort {
    case "META": wroteEntry(page, number, before, after, event)
    case "LOCK": leases.followLock(page, number, before, after, event)
    case "PAGE":
      wroteEntry(page, number, Self.entry(inPage: before), Self.entry(inPage: after), event)
      leases.followLock(page, number, before, after, event)
    default: wroteVersion(page, String(sort.dropFirst(4)), number, after, event)
    }
  }

  /// The entry of a row that has the lease too, as META would have it.
  private static func entry(inPage row: Item?) -> Item? {
    guard var row, row["s3_key"] != nil || row["invalidations"] != nil else { return nil }
    row["lease_token"] = row["published_token"]
    row["fence"] = row["published_fence"]
    return row
  }

  private mutating func wroteEntry(
    _ page: String, _ number: Int?, _ before: Item?, _ after: Item?, _ event: HistoryEvent
  ) {
    let isSame = before?["lease_token"] == after?["lease_token"] && before?["version"] == after?["version"]
    guard number != nil, !isSame, let after else {
      // An invalidation, a lease beside it, or the TTL.
      leases.entries[page] = after
      return
    }
    leases.followEntry(page, number, before, after, event)
    if let token = after["lease_token"]?.string, let fence = after["fence"]?.integer {
      publishers[page, default: [:]][fence] = token
    }
    open = number.map { ($0, page) }
    checkInvalidations(of: page, event)
  }

  private mutating func wroteTag(_ partition: String, _ before: Item?, _ after: Item?, _ event: HistoryEvent) {
    tags[partition] = after
    let old = before?["generation"]?.integer ?? 0
    let new = after?["generation"]?.integer ?? 0
    if new <= old { fail("a tag's generation rises", "\(partition) went from \(old) to \(new)", event) }
  }

  private mutating func wroteVersion(
    _ page: String, _ id: String, _ number: Int?, _ after: Item?, _ event: HistoryEvent
  ) {
    if after != nil {
      versions[page, default: []].insert(id)
      return
    }
    // The TTL's.
    guard let number else { return }
    let later = versions[page, default: []].count { $0 > id }
    if later < prunes[number] ?? .max {
      fail(
        "what was published stays in the history until it is pruned", "\(page)'s \(id) has \(later) later ones", event)
    }
    if currentVersion(of: page) == id {
      fail("the version that a page is at stays", "\(page)'s \(id) was deleted", event)
    }
  }

  private func currentVersion(of page: String) -> String? {
    (leases.entries[page]?["current_sk"]?.string).map { String($0.dropFirst(4)) }
  }

  /// A transaction has written all its rows: a version that the entry names is among them, or was there.
  mutating func closeTransaction(_ event: HistoryEvent) {
    guard let open else { return }
    self.open = nil
    guard let id = currentVersion(of: open.page), rows[open.page]?["VER#\(id)"] == nil else { return }
    fail("what was published stays in the history until it is pruned", "\(open.page)'s \(id) is not there", event)
  }

  mutating func sent(_ number: Int, _ request: TableRequest, _ event: HistoryEvent) {
    if let token = looking.removeValue(forKey: event.worker) { looks[number] = token }
    if case .transaction(let transaction) = request, transaction.deletesVersions {
      prunes[number] = keeping[event.worker]
    }
  }

  mutating func follow(_ note: VersionNote, _ event: HistoryEvent) {
    switch note {
    case .prunes(_, let count): keeping[event.worker] = count
    case .looks(let lease): looking[event.worker] = lease.token
    }
  }

  mutating func follow(_ note: BodyNote, _ event: HistoryEvent) {
    switch note {
    case .stored(let name): if bodies[name] == nil { bodies[name] = event.time }
    case .deleted(let name):
      guard let storedAt = bodies.removeValue(forKey: name) else { return }
      for (page, rows) in rows.sorted(by: { $0.key < $1.key }) {
        for (sort, row) in rows.sorted(by: { $0.key < $1.key }) where row["s3_key"]?.string == name {
          fail("no row names a missing body", "\(page) \(sort) names \(name), which was deleted", event)
        }
      }
      // Two clocks may be apart, and drift.
      if event.time - storedAt < .seconds(3500) {
        fail("a body that may be about to be published stays", "\(name) was stored at \(storedAt)", event)
      }
    case .missed(let name, let start):
      if event.time - start + CacheSettings.lastKnownFor < CacheSettings.readersHold {
        fail("a body is there for its readers", "\(name) is not, for a call of \(start)", event)
      }
    }
  }
}

extension TransactWriteItems {
  fileprivate var deletesVersions: Bool {
    actions.contains { action in
      if case .delete(let delete) = action { delete.key["sk"]?.string?.hasPrefix("VER#") ?? false } else { false }
    }
  }
}
