import DynamoDB
import MutableTableTheory
import TableTheoryTesting

// What callers are told.
extension RequestProperties {
  mutating func follow(
    _ outcome: RequestNote.Outcome, of key: IdempotencyKey, _ call: RequestNote.Call, _ event: HistoryEvent
  ) {
    let name = Self.name(key)
    if call.runs > 1 { fail("the work runs once for a call", "it ran \(call.runs) times for \(key)", event) }
    switch outcome {
    case .done(let value, let isReplayed, _): done(name, value, isReplayed: isReplayed, call, event)
    case .failed(isReplayed: true): replayedError(name, call, event)
    case .failed, .failedUnrecorded, .freed: break
    case .lost(.taken): lost(call, event)
    case .lost: break
    case .overtaken: lost(call, event)
    case .unrecorded(let value, let error):
      if settings.isFaultless {
        fail("what is done is recorded where nothing goes wrong", "\(value) was not: \(error)", event)
      }
    case .notBegun(let error): notBegun(name, error, call, event)
    }
    if case .done = outcome {} else if let run = call.run { told.insert(run.token) }
    endsInTime(key, call, event)
  }

  private mutating func done(
    _ name: String, _ value: String, isReplayed: Bool, _ call: RequestNote.Call, _ event: HistoryEvent
  ) {
    let records = records[name, default: []].filter { $0.result == "\"\(value)\"" && !$0.isError }
    if isReplayed {
      if call.runs > 0 { fail("a replay runs nothing", "\(value) is called a replay", event) }
      if !records.contains(where: { counts($0, for: call) && $0.hash == call.payload.hash }) {
        fail("a replay is what was recorded", "\(value) of \(name) was not, or is over", event)
      }
    } else if !records.contains(where: { call.run == nil || call.run?.token == $0.token }) {
      fail("what is called done is recorded", "\(value) of \(name) was not", event)
    }
  }

  /// Whether a record was not over, by the caller's clock: he waits for the margin before he begins anew.
  private func counts(_ record: Record, for call: RequestNote.Call) -> Bool {
    record.expiresAt + settings.margin > call.asked
  }

  private mutating func replayedError(_ name: String, _ call: RequestNote.Call, _ event: HistoryEvent) {
    if call.runs > 0 { fail("a replay runs nothing", "an error of \(name) is called a replay", event) }
    if !records[name, default: []].contains(where: { $0.isError && counts($0, for: call) }) {
      fail("a replay is what was recorded", "no error of \(name) was", event)
    }
  }

  /// Whoever is told that the claim is lost has lost it.
  private mutating func lost(_ call: RequestNote.Call, _ event: HistoryEvent) {
    guard let run = call.run, gone[run.token] == nil, let row = rows[Self.name(run.key)],
      row["owner_token"]?.string == run.token, row["status"] != "FAILED"
    else { return }
    fail("only what is lost is called lost", "\(run.token) has \(run.key)", event)
  }

  private mutating func notBegun(
    _ name: String, _ error: IdempotencyError, _ call: RequestNote.Call, _ event: HistoryEvent
  ) {
    if call.runs > 0 { fail("no work without a claim", "it ran, and was not begun: \(error)", event) }
    switch error {
    case .mismatch:
      let others = records[name, default: []].contains { $0.hash != call.payload.hash }
      guard !others, let row = rows[name], let since = madeAt[name], since <= call.start else { return }
      if row["request_hash"]?.string == call.payload.hash {
        fail("only another payload is refused", "\(name) has this one", event)
      }
    case .inProgress(let holder):
      // Who waits to the end looks at what one has begun meanwhile whose clock is behind.
      guard call.waiting == .zero || settings.clocks != .wrong else { return }
      let end = holder.until ?? Timestamp(seconds: 0)
      if end.secondsRoundedDown <= (call.asked - settings.margin).secondsRoundedDown {
        fail("only work in progress stands in the way", "\(end) is over at \(call.asked)", event)
      }
    case .unreadable, .resultUnavailable:
      if !records[name, default: []].contains(where: \.isError) {
        fail("what is recorded can be replayed", "\(error)", event)
      }
    case .invalid, .refused: fail("a caller gets a result or an error to act on", "\(error)", event)
    case .outcomeUnknown, .throttled, .unavailable:
      if settings.isFaultless, !call.hasGone {
        fail("a request is answered where nothing goes wrong", "\(error)", event)
      }
    case .lost: break
    }
  }

  /// Nobody waits for longer than he wanted to, where requests are answered.
  private mutating func endsInTime(_ key: IdempotencyKey, _ call: RequestNote.Call, _ event: HistoryEvent) {
    guard settings.isFaultless, key != RequestScenario.revalidation, call.waiting < .seconds(600) else { return }
    let end = call.run.flatMap { runStarts[$0.token] } ?? event.time
    if end - call.start > call.waiting + settings.faults.latency * 12 + .milliseconds(500) {
      fail("a wait ends by its deadline", "a call of \(call.start) for \(key) waited until \(end)", event)
    }
  }
}
