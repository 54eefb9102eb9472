import DynamoDB
import MutableTableTheory
import TableTheoryTesting

// What the table's rows may go through.
extension LeaseProperties {
  mutating func followEntry(
    _ page: String, _ number: Int?, _ before: Item?, _ after: Item?, _ event: HistoryEvent
  ) {
    entries[page] = after
    guard let number, let after else { return }
    let token = after["lease_token"]?.string ?? ""
    if published[token] != nil {
      fail("at most one publication per token", "\(token) has published \(page) twice", event)
    }
    if locks[page]?["lease_token"]?.string != token {
      let current = locks[page]?["lease_token"]?.string ?? "nobody"
      fail("only the current token publishes", "\(token) published \(page), the lease is \(current)'s", event)
    }
    if denied.contains(token) {
      fail("a denied publication stays out", "\(token) published \(page) after it was said that it did not", event)
    }
    published[token] = after["s3_key"]?.string ?? ""
    objects.insert(after["s3_key"]?.string ?? "")
    if settings?.clocks == .right, let time = after["generated_at"]?.integer,
      let old = before?["generated_at"]?.integer,
      time < old
    {
      fail("a page never gets older", "\(page) went from \(old) to \(time)", event)
    }
    let version = after["version"]?.integer ?? 0
    let old = before?["version"]?.integer ?? 0
    if version != old + 1 { fail("the version rises by one", "\(page) went from \(old) to \(version)", event) }
    if let fence = after["fence"]?.integer, let old = before?["fence"]?.integer, fence <= old {
      fail("META's fence rises", "\(page) went from \(old) to \(fence)", event)
    }
    open = (number, token, page)
  }

  mutating func followLock(_ page: String, _ number: Int?, _ before: Item?, _ after: Item?, _ event: HistoryEvent) {
    locks[page] = after
    let old = before?["lease_token"]?.string
    let new = after?["lease_token"]?.string
    // Only other SDKs delete the row, and its fence with it.
    if number != nil, after == nil { erased.insert(page) }
    if before == nil, erased.remove(page) != nil, let new { denied.remove(new) }
    if let old, old == new, let expiresAt = before?["lease_expires_at"]?.integer {
      renewals[old, default: []].append((event.time, expiresAt))
      extended[old] = (event.time, expiresAt)
    }
    if let old, old != new {
      gone[old] = event.time
      if new != nil, !terms.isRight(after?["lease_owner"]?.string ?? "") { robbed.insert(old) }
      if new == nil, after?["lease_expires_at"]?.integer == 0 { givenBack.insert(old) }
    }
    if let new, new != old, gone[new] != nil { returned[new] = event.time }
    if let open, open.number == number, open.page == page, new == nil { self.open = nil }
    guard let after, let fence = after["fence"]?.integer else { return }
    // Another SDK's write erases the fence, and it begins again at the clock's milliseconds: documented.
    guard !terms.hasForeigner else { return }
    if let highest = highestFences[page] {
      if fence < highest { fail("a page's fence never goes back", "\(page) went from \(highest) to \(fence)", event) }
      if new != nil, new != old, fence <= highest {
        fail("every acquisition raises the fence", "\(new ?? "") acquired \(page) with \(fence) again", event)
      }
    }
    highestFences[page] = max(fence, highestFences[page] ?? fence)
  }

  /// A publication writes META and, in the same transaction, ends the lease.
  mutating func closePublication(_ event: HistoryEvent) {
    guard let open else { return }
    fail("a publication ends its lease", "\(open.token) has published \(open.page) and still holds it", event)
    self.open = nil
  }

  mutating func followRefusal(_ number: Int, _ error: DynamoDBError, _ event: HistoryEvent) {
    switch error {
    case .idempotentParameterMismatch:
      fail("a repeated transaction is the same one", "#\(number) has other values under the same client token", event)
    case .conditionFailed:
      guard let request = requests[number], let page = request.key["pk"]?.string else { return }
      if locks[page]?["lease_token"]?.string == request.token { refusedByThemselves.insert(number) }
    default: break
    }
  }

  /// A late copy may be refused because of what came after its original; a caller who waits may not.
  mutating func followAnswer(_ number: Int, _ error: DynamoDBError?, _ event: HistoryEvent) {
    followQueues(answer: number, error, event)
    guard let request = requests.removeValue(forKey: number) else { return }
    guard case .conditionFailed = error, refusedByThemselves.contains(number) else { return }
    fail("nobody loses a lease to himself", "\(request.token ?? "") was refused what it holds", event)
  }
}
