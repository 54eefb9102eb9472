internal import DynamoDB

/// Deletes the bodies that no row names any more: of workers that died before they published, and of publications that
/// are over. It never deletes one that a row names.
///
///     let report = try await BodySweep(of: bodies, namedIn: pages).run()
///
/// A body goes only if all of this is so:
///
/// 1. It is older than ``BodySweepRule/minimumAge``, and so was not stored by a worker that is about to publish it: a body has a
///    name of its own for each publication, so nobody else ever will.
/// 2. No row names it: not as `s3_key`, and not anywhere in a text or bytes of another attribute. The rows are read after
///    the bodies, with consistent reads.
/// 3. No row names it ``BodySweepRule/readersHold`` later either: who read a row just before it was replaced has had the time to
///    read its body.
///
/// What has a name that ``BodyName`` did not make is left alone.
///
/// A store's folder or prefix is one table's alone: what another table names, this one's sweep would delete. The first sweep
/// leaves a marker with the table's name, a body of a few bytes, and a sweep for a table of another name is refused. Until
/// then nobody but you can see to it, nor where two accounts or Regions have tables of one name.
///
/// Costs a listing of the bodies (the first time two, and storing the marker) and two scans of the table, a read unit for
/// each 4 KB; one scan where the first finds that nothing is to be deleted, none where no body is old enough.
public struct BodySweep<Store: BodyStore>: Sendable {
  private let bodies: Store
  private let pages: CacheTable
  private let rule: BodySweepRule

  /// A sweep of one store, whose bodies one table names.
  public init(of bodies: Store, namedIn pages: CacheTable, rule: BodySweepRule = BodySweepRule()) {
    self.bodies = bodies
    self.pages = pages
    self.rule = rule
  }

  /// Sweeps once, at the cost that is said above, and waits for ``BodySweepRule/readersHold`` where bodies are to be deleted.
  ///
  /// - Parameter dryRun: only says what would be deleted, as of one reading of the rows, and stores no marker.
  /// - Throws: ``BodySweepError``, in which case nothing was deleted. What could not be deleted is in the report.
  public func run(dryRun: Bool = false) async throws(BodySweepError) -> BodySweepReport {
    try rule.check()
    let now = pages.time.now
    var report = BodySweepReport()
    var orphans: Set<StoredBody> = []
    let marker = SweepMarker(of: pages.name, prefix: bodies.prefix)
    var markers: Set<BodyName> = []
    try await list { body in
      if marker.isOne(body.name) {
        markers.insert(body.name)
        return
      }
      report.examined += 1
      if body.name.checksum == nil {
        report.foreign += 1
      } else if rule.isOldEnough(body, at: now) {
        orphans.insert(body)
      } else {
        report.young += 1
      }
    }
    if !dryRun && markers.isEmpty {
      try await mark(marker)
      // Of two who begin at once, one at least sees the other's.
      try await list { body in
        if marker.isOne(body.name) { markers.insert(body.name) }
      }
    }
    if let other = markers.first(where: { $0 != marker.name }) { throw .otherTable(marker: other) }
    let old = orphans.count
    if !orphans.isEmpty {
      orphans = try await unnamed(orphans)
      if orphans.count == old && !rule.allowsNothingNamed { throw .nothingNamed(bodies: old) }
    }
    if !orphans.isEmpty && !dryRun {
      do { try await pages.time.sleep(for: readersHold) } catch { throw .cancelled }
      orphans = try await unnamed(orphans)
    }
    report.named = old - orphans.count
    await delete(orphans, dryRun: dryRun, &report)
    if !dryRun {
      do throws(BodyStoreError) { try await bodies.deleteUnfinished(before: now - rule.minimumAge) } catch {
        report.unfinished = error
      }
    }
    return report
  }

  private var readersHold: Duration {
    #if MUTANTS
      if CodeMutant.isAtWork(.sweepsAfterOneLook) { return .zero }
    #endif
    return rule.readersHold
  }

  private func mark(_ marker: SweepMarker) async throws(BodySweepError) {
    do throws(BodyStoreError) {
      try await bodies.put(marker.bytes, named: marker.name, contentType: nil)
    } catch {
      throw .bodies(error)
    }
  }

  private func list(_ body: (StoredBody) -> Void) async throws(BodySweepError) {
    var cursor: String?
    repeat {
      do throws(BodyStoreError) {
        let page = try await bodies.list(after: cursor)
        for found in page.bodies { body(found) }
        cursor = page.next
      } catch {
        throw .bodies(error)
      }
    } while cursor != nil
  }

  /// Those that no row names, as of now.
  private func unnamed(_ candidates: Set<StoredBody>) async throws(BodySweepError) -> Set<StoredBody> {
    var names = BodyNames(candidates)
    var scan = Scan(table: pages.name, consistentRead: true)
    do throws(DynamoDBError) {
      repeat {
        let page = try await pages.client.send(scan)
        for row in page.items {
          #if MUTANTS
            if CodeMutant.isAtWork(.sweepsVersions), row[Attribute.sort]?.string?.hasPrefix("VER#") == true { continue }
          #endif
          names.remove(namedIn: .map(row))
        }
        scan.exclusiveStartKey = page.lastEvaluatedKey
      } while scan.exclusiveStartKey != nil
    } catch {
      throw .table(error)
    }
    return names.left
  }

  private func delete(_ orphans: Set<StoredBody>, dryRun: Bool, _ report: inout BodySweepReport) async {
    for body in orphans.sorted(by: { $0.name.text.utf8.lexicographicallyPrecedes($1.name.text.utf8) }) {
      if !dryRun {
        do throws(BodyStoreError) {
          try await bodies.delete(body.name)
        } catch {
          report.failed.append(.init(name: body.name, error: error))
          continue
        }
      }
      report.deleted.append(body.name)
      report.bytes += body.size
    }
  }
}
