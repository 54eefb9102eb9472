import DynamoDB
import MutableTableTheory
import TableTheoryTesting

extension CacheProcess {
  /// Goes back to an earlier version of a page, or deletes old ones.
  func changeVersions(of key: CacheKey, _ generator: inout SeededGenerator) async {
    if generator.chance(perMille: 400) {
      let count = generator.index(below: 3)
      worker.note(VersionNote.prunes(key, keeping: count))
      _ = try? await pages.prune(key, keeping: count)
      return
    }
    guard let versions = try? await pages.history(of: key), !versions.isEmpty else { return }
    let version = generator.pick(versions)
    await pause(&generator, upTo: .milliseconds(500))
    guard let lease = await acquire(key, &generator) else { return }
    await goBack(to: version, holding: lease, &generator)
  }

  private func goBack(
    to version: PublishedVersion, holding lease: Lease, _ generator: inout SeededGenerator
  ) async {
    worker.note(LeaseNote.publishing(lease))
    worker.note(VersionNote.goesBack(lease, to: version.id))
    do throws(PublishError) {
      try await pages.rollback(to: version, holding: lease)
      worker.note(LeaseNote.published(lease, object: version.entry.objectKey))
    } catch {
      guard !worker.isCrashed else { return }
      switch error {
      case .outcomeUnknown: worker.note(LeaseNote.unknown(lease, "publication"))
      default: worker.note(LeaseNote.notPublished(lease, error))
      }
      if generator.chance(perMille: 700) { await release(lease) }
    }
  }

  /// Deletes the bodies that no row names.
  func sweep(_ generator: inout SeededGenerator) async {
    let rule = BodySweepRule(
      minimumAge: .seconds(3600), readersHold: CacheSettings.readersHold,
      allowsNothingNamed: generator.chance(perMille: 500))
    _ = try? await BodySweep(of: bodies, namedIn: pages, rule: rule).run()
  }
}

/// What is said about versions.
enum VersionNote: HistoryNote {
  case prunes(CacheKey, keeping: Int)
  case goesBack(Lease, to: String)

  var description: String {
    switch self {
    case .prunes(let key, let count): "prunes \(key), keeping \(count)"
    case .goesBack(let lease, let id): "goes back to \(id) under \(lease.token)"
    }
  }
}
