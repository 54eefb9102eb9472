import DynamoDB
import TableTheory
import TableTheoryTesting

// Acquiring, renewing, publishing and releasing, each by its own call.
extension PageWork {
  func byHand(_ page: String, _ generator: inout SeededGenerator) async {
    guard let lease = await acquire(page, reclaiming: false) else { return }
    for _ in 0..<generator.index(below: 3) {
      await pause(&generator, upTo: .milliseconds(700))
      guard await renew(lease, page) else { return }
    }
    // At times longer than the lease.
    await pause(&generator, upTo: Terms.duration * (generator.chance(perMille: 150) ? 2 : 1) / 2)
    switch generator.index(below: 10) {
    case 0: break
    case 1, 2: await release(lease, page)
    default: await publish(lease, lateness: generator.chance(perMille: 500) ? .refused : .acceptedIfUnchallenged)
    }
  }

  func acquire(_ page: String, reclaiming: Bool) async -> Lease? {
    let asked = time.now
    do throws(LeaseError) {
      return told(
        try await pages.leases.tryAcquire(CacheKey(page), for: Terms.duration, reclaiming: reclaiming), page, asked)
    } catch .outcomeUnknown(let unknown) {
      do throws(LeaseError) {
        guard case .ours(let lease) = try await unknown.resolve() else { return nil }
        return told(.acquired(lease), page, asked)
      } catch {
        tell(.failed(page: page, reason: "\(error)"))
        return nil
      }
    } catch {
      tell(.failed(page: page, reason: "\(error)"))
      return nil
    }
  }

  private func told(_ attempt: LeaseAttempt, _ page: String, _ asked: Timestamp) -> Lease? {
    switch attempt {
    case .acquired(let lease):
      tell(.acquired(reported(lease, page), asked: asked.sinceEpoch))
      return lease
    case .held(let holder):
      tell(
        .held(
          page: page, owner: holder.owner, expiresAt: holder.expiresAt.secondsRoundedDown, asked: asked.sinceEpoch))
      return nil
    }
  }

  /// - Returns: Whether the lease may still be ours.
  private func renew(_ lease: Lease, _ page: String) async -> Bool {
    let (asked, since) = (time.now, time.uptime)
    do throws(LeaseError) {
      try await pages.leases.renew(lease, for: Terms.duration)
      tell(.renewed(reported(lease, page), asked: asked.sinceEpoch))
      return true
    } catch .lost {
      tell(.lost(reported(lease, page), since: since))
      return false
    } catch {
      tell(.unknown(reported(lease, page), what: "renewal"))
      return true
    }
  }

  private func release(_ lease: Lease, _ page: String) async {
    let since = time.uptime
    tell(.releasing(reported(lease, page)))
    do throws(LeaseError) {
      switch try await pages.leases.release(lease) {
      case .released: tell(.released(reported(lease, page)))
      case .lost: tell(.lost(reported(lease, page), since: since))
      }
    } catch {
      tell(.unknown(reported(lease, page), what: "release"))
    }
  }

  func publish(_ lease: Lease, lateness: CacheTable.Lateness) async {
    let page = String(lease.key.partition.dropFirst(CacheKey("").partition.count))
    let since = time.uptime
    tell(.publishing(reported(lease, page)))
    do throws(PublishError) {
      try await pages.publish(publication(lease), holding: lease, lateness: lateness)
      tell(.published(reported(lease, page), object: Self.object(lease)))
    } catch {
      told(error, reported(lease, page), since: since)
    }
  }
}
