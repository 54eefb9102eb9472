import DynamoDB
import MutableTableTheory
import TableTheoryTesting

extension CacheProcess {
  /// Several callers ask for a page at once, and read the body of what they get; what was left to be made anew in the
  /// background is made before the process goes on.
  func visit(_ key: CacheKey, _ generator: inout SeededGenerator) async {
    let inBackground = generator.chance(perMille: 300)
    // Some come while a page is being made.
    let spread: Duration = generator.chance(perMille: 300) ? .seconds(4) : .milliseconds(500)
    await withTaskGroup(of: Void.self) { group in
      for _ in 0...generator.index(below: 3) {
        let visit = PageVisit(
          self, regenerator, waiting: waiting, refreshingIn: inBackground ? refreshes : nil, spread: spread,
          &generator
        ) { lease in
          try await make(under: lease)
        }
        let patience = generator.chance(perMille: 150) ? generator.duration(from: .zero, to: .seconds(2)) : nil
        group.addTask {
          let start = worker.world.scheduler.uptime
          await Caller.run(in: worker.world, patience: patience) { caller in
            guard let page = await visit.run(on: key, calledBy: caller) else { return }
            await read(page, calledAt: start)
          }
        }
      }
    }
    await refreshes.drain()
  }

  /// Stores a body, and says what to publish.
  private func make(under lease: Lease) async throws -> Publication {
    let (isGone, isTagged, isDeployed, keepsVersion) = draws.draw { generator in
      (
        generator.chance(perMille: 100), generator.chance(perMille: 500), generator.chance(perMille: 300),
        generator.chance(perMille: settings.versionsPerMille)
      )
    }
    let name = try await bodies.store(Array(lease.token.utf8), label: "page", publication: lease.token)
    return Publication(
      objectKey: name.text, revalidateAfter: settings.freshFor, retention: settings.retention,
      status: isGone ? 404 : 200, deployID: isDeployed ? CacheScenario.deploy : nil,
      tags: isTagged ? [CacheScenario.tag] : [], recipe: keepsVersion ? .keepingVersions : .inPlace)
  }

  private func read(_ page: Page, calledAt start: Duration) async {
    guard let name = try? BodyName(page.entry.objectKey) else { return }
    let hesitation = draws.draw { generator in
      generator.chance(perMille: 500) ? generator.duration(from: .zero, to: .seconds(8)) : .zero
    }
    try? await worker.sleep(for: hesitation)
    do throws(BodyStoreError) {
      _ = try await bodies.get(name)
    } catch .missing {
      worker.note(BodyNote.missed(name.text, calledAt: start))
    } catch {
      // The store could not be used.
    }
  }
}
