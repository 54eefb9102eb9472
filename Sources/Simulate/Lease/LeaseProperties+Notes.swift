import DynamoDB
import MutableTableTheory
import TableTheoryTesting

// What workers may be told, and may believe.
extension LeaseProperties {
  mutating func follow(_ note: LeaseNote, _ event: HistoryEvent) {
    switch note {
    case .acquired(let lease, let term):
      byHand.insert(lease.token)
      expires(lease, term, event)
      believe(lease, term.until, event)
    case .renewed(let lease, let term):
      expires(lease, term, event)
      disbelieve(lease.token)
      believe(lease, term.until, event)
    case .held(let holder, let asked, let margin): refused(holder, asked, margin, event)
    case .lost(let lease, let since, let asked):
      disbelieve(lease.token)
      lost(lease, since, asked, event)
    case .releasing(let lease): disbelieve(lease.token)
    case .released(let lease):
      if locks[lease.key.partition]?["lease_token"]?.string == lease.token, gone[lease.token] == nil {
        fail("what is given back is given back", "\(lease.token) still holds \(lease.key)", event)
      }
    case .publishing(let lease):
      disbelieve(lease.token)
      denied.remove(lease.token)
    case .published(let lease, let object):
      if published[lease.token] != object {
        fail("no acknowledged publication disappears", "\(object) was acknowledged and never written", event)
      } else if let fence = entries[lease.key.partition]?["fence"]?.integer, fence < lease.fence {
        fail("no acknowledged publication disappears", "\(object) gave way to an older one", event)
      }
    case .notPublished(let lease, let error): denied(lease, error, event)
    case .crashed: holders.leave(worker: event.worker)
    case .stuck(let key, let why):
      fail("a key is free when its lease and the margin are over", "\(key): \(why)", event)
    case .unknown, .failed, .free: break
    }
  }

  /// A lease ends when it was asked to end, in whole seconds: never before, and others never wait longer.
  private mutating func expires(_ lease: Lease, _ term: LeaseTermNote, _ event: HistoryEvent) {
    let earliest = Timestamp(seconds: (term.asked.lowerBound + term.duration).secondsRoundedUp)
    let latest = Timestamp(seconds: (term.asked.upperBound + term.duration).secondsRoundedUp)
    if term.expiresAt < earliest {
      fail("no lease is shorter than asked", "\(lease.key) \(term), asked was \(earliest)", event)
    } else if term.expiresAt > latest {
      fail("no lease is longer than asked", "\(lease.key) \(term), asked was \(latest)", event)
    }
  }

  mutating func believe(_ lease: Lease, _ until: Duration, _ event: HistoryEvent) {
    guard until > event.time, terms.isRight(event.worker), !robbed.contains(lease.token) else { return }
    let holder = Holders.Holder(
      name: lease.key.partition, token: lease.token, worker: event.worker, until: until)
    if let other = holders.enter(holder, at: event.time, sparing: robbed) {
      fail(
        "one holder at a time",
        "\(lease.token) holds \(lease.key) until \(until), \(other.token) does until \(other.until)", event)
    }
  }

  mutating func disbelieve(_ token: String) { holders.leave(token: token) }

  /// Only a lease that is not over may stand in the way.
  private mutating func refused(
    _ holder: LeaseHolder, _ asked: Timestamp, _ margin: Duration, _ event: HistoryEvent
  ) {
    if holder.expiresAt.secondsRoundedDown <= (asked - margin).secondsRoundedDown {
      fail("only a lease that runs stands in the way", "\(holder.expiresAt) is over at \(asked)", event)
    }
  }

  /// Whoever is told that he lost the lease has lost it: the row has, or had meanwhile, another token, or it is over, or
  /// was before it was renewed meanwhile.
  private mutating func lost(_ lease: Lease, _ since: Duration, _ asked: Timestamp, _ event: HistoryEvent) {
    guard let row = locks[lease.key.partition], row["lease_token"]?.string == lease.token else { return }
    if let left = gone[lease.token], left >= since { return }
    if let back = returned[lease.token], back >= since { return }
    // It was over when it was asked about, and renewed in the same moment by another task.
    if let (time, from) = extended[lease.token], time >= since, from <= asked.secondsRoundedDown { return }
    let expiresAt = row["lease_expires_at"]?.integer ?? 0
    let before = renewals[lease.token, default: []].filter { $0.time >= since }.map(\.expiresAt)
    if min(expiresAt, before.min() ?? expiresAt) > asked.secondsRoundedDown {
      fail("only what is lost is called lost", "\(lease.token) holds \(lease.key) until \(expiresAt)", event)
    }
  }

  private mutating func denied(_ lease: Lease, _ error: PublishError, _ event: HistoryEvent) {
    let isCurrent = entries[lease.key.partition]?["lease_token"]?.string == lease.token
    switch error {
    case .lost, .stale:
      // Published, unanswered and overwritten by a later one: "not current" is the truth too.
      if isCurrent { fail("a denied publication stays out", "\(lease.token)'s is current: \(error)", event) }
    default:
      if published[lease.token] != nil {
        fail("a denied publication stays out", "\(lease.token) has published: \(error)", event)
      }
    }
    // Refused because its time is over, while the row still has its token: a late copy of a renewal, and then one of the
    // publication, may come to it all the same. Nobody else has begun, so that nothing is overwritten.
    if case .lost = error, isHeld(lease) { return }
    denied.insert(lease.token)
  }
}
