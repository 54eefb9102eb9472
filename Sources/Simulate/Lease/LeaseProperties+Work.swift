import DynamoDB
import MutableTableTheory
import TableTheoryTesting

// Work under leases that the library keeps.
extension LeaseProperties {
  mutating func follow(_ note: WorkNote, _ event: HistoryEvent) {
    switch note {
    case .holds(let lease, let until):
      disbelieve(lease.token)
      believe(lease, until, event)
    case .stopped(let lease, let stop):
      disbelieve(lease.token)
      stopped(lease, stop, event)
    case .ended(let lease, let ending):
      disbelieve(lease.token)
      closed.insert(lease.token)
      ended(lease, ending, event)
    case .told(let lease, let agrees):
      if !agrees { fail("what work comes to is what its caller learns", "\(lease.token)'s did not", event) }
    case .refused(let key, let error, let hasRun):
      if hasRun { fail("no work without a lease", "\(key) was worked on, and refused: \(error)", event) }
    case .quiet(let underWay):
      if underWay > 0 { fail("no task outlives its scope", "\(underWay) of \(event.worker)'s do", event) }
      quiet(event)
    }
  }

  func isHeld(_ lease: Lease) -> Bool { locks[lease.key.partition]?["lease_token"]?.string == lease.token }

  private mutating func stopped(_ lease: Lease, _ stop: WorkStop, _ event: HistoryEvent) {
    if stop.isCancelled, !stop.isCallersWish, !stop.isAtLimit {
      if !stop.isOverdue, isHeld(lease), gone[lease.token] == nil {
        fail("work is cancelled only where its lease is lost", "\(lease.token) holds \(lease.key)", event)
      } else if settings?.isCalm == true {
        fail("nothing ends work where nothing goes wrong", "\(lease.token) was cancelled", event)
      }
    }
    guard let settings else { return }
    // A frozen process has a third of the lease's time to ask, and a request its way to the table.
    let latest = settings.duration / 2 + settings.faults.latency * 2 + stop.slice + .milliseconds(100)
    if stop.unsafe > latest {
      fail("work ends with its lease", "\(lease.token)'s went on for \(stop.unsafe) more", event)
    } else if settings.isCalm, !stop.isAtLimit, stop.unsafe > .zero {
      fail("work has a lease all the time where nothing goes wrong", "\(lease.token)'s had none: \(stop)", event)
    }
  }

  private mutating func ended(_ lease: Lease, _ ending: LeaseEnding, _ event: HistoryEvent) {
    switch ending {
    case .released:
      if !givenBack.contains(lease.token) {
        fail("only what is given back is called released", "\(lease.token) was not given back", event)
      }
    case .lost:
      if isHeld(lease), gone[lease.token] == nil {
        fail("only what is lost is called lost", "\(lease.token) holds \(lease.key)", event)
      }
    case .unknown(let error):
      if !releasesSent.contains(lease.token) {
        fail("what is over is given back", "\(lease.token) never was: \(error)", event)
      }
      if settings?.isFaultless == true {
        fail("the end of a lease is known where nothing goes wrong", "\(lease.token): \(error)", event)
      }
    }
  }

  /// When a world begins.
  private static let start = Timestamp(seconds: 1_700_000_000)

  /// A process that has nothing more to do holds nothing.
  private mutating func quiet(_ event: HistoryEvent) {
    guard let settings, settings.isFaultless, settings.clocks != .wrong else { return }
    let now = Self.start + event.time + settings.margin
    for page in LeaseScenario.keys.map(\.partition) {
      guard let row = locks[page], (row["lease_expires_at"]?.integer ?? 0) > now.secondsRoundedUp,
        let token = row["lease_token"]?.string, token.hasPrefix("\(event.worker)-"), !byHand.contains(token)
      else {
        continue
      }
      fail("no lease is left behind", "\(token) still holds \(page)", event)
    }
  }
}
