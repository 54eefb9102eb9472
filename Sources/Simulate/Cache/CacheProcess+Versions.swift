import DynamoDB
import MutableTableTheory
import TableTheoryTesting

extension CacheProcess {
  /// Publishes versions by hand, goes back to earlier ones, and deletes old ones.
  func changeVersions(of key: CacheKey, _ generator: inout SeededGenerator) async {
    for _ in 0...generator.index(below: 3) where !worker.isCrashed {
      switch generator.index(below: 10) {
      case 0..<5: await publishVersion(of: key, &generator)
      case 5..<8: await goBack(on: key, &generator)
      default: await prune(key, &generator)
      }
    }
  }

  private func publishVersion(of key: CacheKey, _ generator: inout SeededGenerator) async {
    guard let lease = await acquire(key, &generator) else { return }
    worker.note(VersionNote.looks(lease))
    // Only what is read after the lease was acquired says which invalidations are answered.
    guard let replaced = try? await pages.entry(for: key, consistentRead: true),
      let body = try? await bodies.store(Array(lease.token.utf8), label: "page", publication: lease.token)
    else { return await release(lease) }
    let publication = Publication(
      objectKey: body.text, revalidateAfter: settings.freshFor, retention: settings.retention, recipe: .keepingVersions)
    await publish(lease, body.text, &generator) { () throws(PublishError) in
      try await pages.publish(publication, holding: lease, replacing: replaced)
    }
  }

  private func goBack(on key: CacheKey, _ generator: inout SeededGenerator) async {
    guard let versions = try? await pages.history(of: key), !versions.isEmpty else { return }
    let version = generator.pick(versions)
    await pause(&generator, upTo: .milliseconds(300))
    guard let lease = await acquire(key, &generator) else { return }
    worker.note(VersionNote.looks(lease))
    await publish(lease, version.entry.objectKey, &generator) { () throws(PublishError) in
      try await pages.rollback(to: version, holding: lease)
    }
  }

  private func publish(
    _ lease: Lease, _ object: String, _ generator: inout SeededGenerator,
    _ step: () async throws(PublishError) -> CacheEntry
  ) async {
    worker.note(LeaseNote.publishing(lease))
    do throws(PublishError) {
      _ = try await step()
      worker.note(LeaseNote.published(lease, object: object))
    } catch {
      guard !worker.isCrashed else { return }
      switch error {
      case .outcomeUnknown: worker.note(LeaseNote.unknown(lease, "publication"))
      default: worker.note(LeaseNote.notPublished(lease, error))
      }
      if generator.chance(perMille: 700) { await release(lease) }
    }
  }

  private func prune(_ key: CacheKey, _ generator: inout SeededGenerator) async {
    let count = generator.index(below: 3)
    worker.note(VersionNote.prunes(key, keeping: count))
    _ = try? await pages.prune(key, keeping: count)
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
  /// Its next request reads the entry that it is about to replace.
  case looks(Lease)

  var description: String {
    switch self {
    case .prunes(let key, let count): "prunes \(key), keeping \(count)"
    case .looks(let lease): "looks what there is under \(lease.token)"
    }
  }
}
