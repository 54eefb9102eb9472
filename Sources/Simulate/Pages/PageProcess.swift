import DynamoDB
import MutableTableTheory
import TableTheoryTesting

/// A process that has pages and takes leases on them by hand.
protocol PageProcess: PlayedProcess {
  var pages: CacheTable { get }
  var conditions: any PlayedConditions { get }

  /// When, by the right time, the holder has to stop.
  func end(of lease: Lease) -> Duration
}

extension PageProcess {
  func end(of lease: Lease) -> Duration { worker.clock.scheduled(lease.deadline) }

  /// Asks for a page's lease, twice at most.
  func acquire(_ key: CacheKey, _ generator: inout SeededGenerator) async -> Lease? {
    for _ in 0..<2 where !worker.isCrashed {
      let asked = worker.now
      do throws(LeaseError) {
        switch try await pages.leases.tryAcquire(key, for: conditions.duration) {
        case .acquired(let lease):
          worker.note(LeaseNote.acquired(lease, term: term(of: lease, asked: asked)))
          return lease
        case .held(let holder):
          worker.note(LeaseNote.held(holder, asked: asked, margin: conditions.margin))
          let left = holder.expiresAt + conditions.margin - worker.now
          try? await worker.sleep(for: min(max(.zero, left), .seconds(20)))
        }
      } catch {
        worker.note(LeaseNote.failed(key, error))
        await pause(&generator, upTo: .milliseconds(500))
      }
    }
    return nil
  }

  func term(of lease: Lease, asked: Timestamp) -> LeaseTermNote {
    LeaseTermNote(
      asked: asked...asked, duration: conditions.duration, expiresAt: lease.expiresAt, until: end(of: lease))
  }

  func release(_ lease: Lease) async {
    let since = worker.world.scheduler.uptime
    let asked = worker.now
    worker.note(LeaseNote.releasing(lease))
    do throws(LeaseError) {
      switch try await pages.leases.release(lease) {
      case .released: worker.note(LeaseNote.released(lease))
      case .lost: worker.note(LeaseNote.lost(lease, since: since, asked: asked))
      }
    } catch {
      worker.note(LeaseNote.unknown(lease, "release"))
    }
  }
}
