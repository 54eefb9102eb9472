import DynamoDB
import TableTheory
import TableTheoryTesting

// The library's own ways: work under a lease that is renewed by itself, and the whole decision in one call.
extension PageWork {
  func underLease(_ page: String, _ generator: inout SeededGenerator) async {
    let (asked, since) = (time.now, time.uptime)
    let pauses = (0..<generator.index(below: 6)).map { _ in
      generator.duration(from: .zero, to: .milliseconds(600))
    }
    let publishes = generator.chance(perMille: 700)
    do throws(LeasedWorkError<CancellationError>) {
      try await pages.leases.withLease(on: CacheKey(page), for: Terms.duration, waitingUpTo: .seconds(2)) {
        (lease: Lease) async throws(CancellationError) in
        tell(.acquired(reported(lease, page), asked: asked.sinceEpoch))
        var deadline = lease.deadline
        for pause in pauses {
          do { try await time.sleep(for: pause) } catch { throw CancellationError() }
          guard lease.deadline != deadline else { continue }
          deadline = lease.deadline
          tell(.renewed(reported(lease, page), asked: asked.sinceEpoch))
        }
        if publishes { await publish(lease, lateness: .refused) } else { tell(.releasing(reported(lease, page))) }
      }
    } catch {
      switch error {
      case .notAcquired(.held(let holder)):
        tell(
          .held(
            page: page, owner: holder.owner, expiresAt: holder.expiresAt.secondsRoundedDown, asked: asked.sinceEpoch))
      case .notAcquired(let error): tell(.failed(page: page, reason: "\(error)"))
      case .lost, .failed: tell(.failed(page: page, reason: "\(error) since \(since)"))
      }
    }
  }

  func regenerate(_ page: String, _ generator: inout SeededGenerator) async {
    let (asked, since) = (time.now, time.uptime)
    let regenerator = Regenerator(
      pages,
      configuration: .init(
        leaseDuration: Terms.duration, contention: generator.chance(perMille: 500) ? .serveStale : .wait,
        waitingUpTo: .seconds(2)))
    let pause = generator.duration(from: .zero, to: .milliseconds(1500))
    var rendered: ReportedLease?
    var object = ""
    do {
      let made = try await regenerator.entry(for: CacheKey(page)) { lease in
        tell(.acquired(reported(lease, page), asked: asked.sinceEpoch))
        try? await time.sleep(for: pause)
        tell(.publishing(reported(lease, page)))
        rendered = reported(lease, page)
        object = Self.object(lease)
        return publication(lease)
      }
      guard let rendered else { return }
      switch made.source {
      case .rendered: tell(.published(rendered, object: object))
      case .unpublished(let error): told(error, rendered, since: since)
      case .fresh, .stale, .staleUnavailable, .staleRefreshing, .staleAfterFailure, .lastKnown, .renderedElsewhere:
        break
      }
    } catch {
      tell(.failed(page: page, reason: "\(error)"))
    }
  }
}
