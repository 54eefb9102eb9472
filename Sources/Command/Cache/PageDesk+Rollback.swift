import DynamoDB
import TableTheory

extension PageDesk {
  /// For how long nobody else can have the page where this process dies before it has published.
  static let leaseDuration = Duration.seconds(10)

  /// Makes an earlier publication the current one again, under a lease of its own.
  ///
  /// - Parameters:
  ///   - id: the version's, or its fence.
  ///   - freshFor: `nil` for as long as it was then.
  ///   - wait: how long to wait for somebody who is making the page.
  func rollBack(
    _ page: LeaseKey, to id: String, freshFor: Duration?, waitingUpTo wait: Duration
  ) async throws(Failure) -> EntryReport {
    guard let version = try await history(of: page).version(id) else {
      throw Failure("\(page) has no version \(id): \"tabletheory cache history\" lists what it has", status: .usage)
    }
    let lease: Lease
    do throws(LeaseError) {
      lease = try await pages.leases.settled(
        page.cacheKey, for: Self.leaseDuration, waitingUpTo: wait, reclaiming: false)
    } catch {
      throw Failure(error, on: page, in: store, at: time.now)
    }
    let published: CacheEntry
    do throws(PublishError) {
      published = try await publish(version, holding: lease, freshFor: freshFor)
    } catch {
      // Where it is unknown what became of it, it must not seem to be free.
      if case .outcomeUnknown = error {} else { _ = try? await pages.leases.release(lease) }
      throw Failure(error, on: page, in: store, at: time.now)
    }
    // What readers will see; the publication stands also where that cannot be read.
    if let report = try? await entry(of: page) { return report }
    return EntryReport(table: store.table, page: page, entry: published, generations: [:], now: time.now)
  }

  /// Where no answer came, it is done once more: under the same lease it says so where it was published.
  private func publish(
    _ version: PublishedVersion, holding lease: Lease, freshFor: Duration?
  ) async throws(PublishError) -> CacheEntry {
    do throws(PublishError) {
      return try await pages.rollback(to: version, holding: lease, revalidateAfter: freshFor)
    } catch .outcomeUnknown {
      return try await pages.rollback(to: version, holding: lease, revalidateAfter: freshFor)
    }
  }
}
