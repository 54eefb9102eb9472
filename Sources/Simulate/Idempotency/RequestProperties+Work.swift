import DynamoDB
import MutableTableTheory
import TableTheoryTesting

// Work under claims, and what it does.
extension RequestProperties {
  mutating func follow(_ note: RequestNote, _ event: HistoryEvent) {
    switch note {
    case .runs(let run, let until):
      begins(run, event)
      believe(run, until, event)
    case .holds(let run, let until):
      holders.leave(token: run.token)
      believe(run, until, event)
    case .applied(let run): applications[Self.name(run.key), default: []].append(run)
    case .stopped(let run, let stop):
      holders.leave(token: run.token)
      if stop.hasFailed { told.insert(run.token) }
      stopped(run, stop, event)
    case .told(let key, let outcome, let call): follow(outcome, of: key, call, event)
    case .free: break
    case .stuck(let key, let why):
      fail("a key is free when its time and the margin are over", "\(key): \(why)", event)
    }
  }

  func isAtWork(_ run: RequestNote.Run) -> Bool {
    let row = rows[Self.name(run.key)]
    return row?["owner_token"]?.string == run.token && row?["status"] == "STARTED"
  }

  private mutating func begins(_ run: RequestNote.Run, _ event: HistoryEvent) {
    let row = rows[Self.name(run.key)]
    if runs.updateValue(run, forKey: run.token) != nil {
      fail("the work runs once for each claim", "\(run.token)'s runs again", event)
    }
    runStarts[run.token] = event.time
    if epochOf[run.token] == nil { fail("no work without a claim", "\(run.token) never had one", event) }
    if row?["owner_token"]?.string == run.token, row?["request_hash"]?.string != run.payload.hash {
      fail("another payload's work is not done", "\(run.token) has the payload of another request", event)
    }
    if restarts.contains(run.token), !run.isRestart {
      fail("whoever may find parts done is told", "\(run.token) takes over and does not know it", event)
    }
  }

  private mutating func believe(_ run: RequestNote.Run, _ until: Duration, _ event: HistoryEvent) {
    guard until > event.time, settings.clocks != .wrong, !deleted.contains(run.token) else { return }
    let holder = Holders.Holder(name: Self.name(run.key), token: run.token, worker: event.worker, until: until)
    if let other = holders.enter(holder, at: event.time, sparing: deleted) {
      fail("one at work at a time", "\(run.token) is until \(until), \(other.token) is until \(other.until)", event)
    }
  }

  private mutating func stopped(_ run: RequestNote.Run, _ stop: RequestStop, _ event: HistoryEvent) {
    if stop.isCancelled, !stop.isCallersWish, !stop.isAtLimit {
      if !stop.isOverdue, isAtWork(run), gone[run.token] == nil {
        fail("work is cancelled only where its claim is lost", "\(run.token) is at \(run.key)", event)
      } else if settings.isCalm, !deleted.contains(run.token) {
        fail("nothing ends work where nothing goes wrong", "\(run.token) was cancelled", event)
      }
    }
    guard run.isKept else { return }
    // A frozen process has a third of the time to ask, and a request its way to the table.
    let latest = settings.duration / 2 + settings.faults.latency * 2 + stop.slice + .milliseconds(100)
    if stop.unsafe > latest {
      fail("work ends with its claim", "\(run.token)'s went on for \(stop.unsafe) more", event)
    } else if settings.isCalm, !stop.isAtLimit, stop.unsafe > .zero {
      fail("work has a claim all the time where nothing goes wrong", "\(run.token)'s had none: \(stop)", event)
    }
  }

  /// An effect outside the table may happen again for one record, and never without anybody's knowing: who begins again is
  /// told before, or who began first is told after.
  mutating func checkApplications(_ last: HistoryEvent) {
    for (name, runs) in applications.sorted(by: { $0.key < $1.key }) {
      let runs = runs.sorted { begunAt[$0.token] ?? .zero < begunAt[$1.token] ?? .zero }
      for (index, second) in runs.enumerated() where !second.isRestart {
        for first in runs[..<index] where epochOf[first.token] == epochOf[second.token] && !told.contains(first.token) {
          fail(
            "an effect that happens again is seen by somebody",
            "\(first.token) and \(second.token) have had theirs on \(name)", last)
        }
      }
    }
  }
}
