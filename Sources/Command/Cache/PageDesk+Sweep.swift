import TableTheory

extension PageDesk {
  /// Deletes the bodies that no row names, or says which those are.
  ///
  /// - Parameter place: what to call the place where the bodies are.
  func sweep(
    _ bodies: some BodyStore, at place: String, rule: BodySweepRule, deleting: Bool
  ) async throws(Failure) -> SweepReport {
    do throws(BodySweepError) {
      let report = try await BodySweep(of: bodies, namedIn: pages, rule: rule).run(dryRun: !deleting)
      return SweepReport(table: store.table, bodies: place, report: report, isDeleted: deleting)
    } catch {
      throw Failure(error, in: store, bodies: place)
    }
  }
}

extension Failure {
  /// Why a sweep deleted nothing.
  fileprivate init(_ error: BodySweepError, in store: Store, bodies: String) {
    switch error {
    case .nothingNamed(let count):
      self.init(
        "no row of \(store.table) names any of the \(count) old bodies in \(bodies): is it the right table? "
          + "--allow-nothing-named goes on", status: .lost)
    case .otherTable(let marker):
      self.init(
        "the bodies in \(bodies) are another table's than \(store.table), as \(marker) there says", status: .lost)
    case .bodies(let error): self.init("the bodies in \(bodies): \(error)", status: .unavailable)
    case .table(let error): self.init(ofPages: error, in: store)
    case .invalid(let message): self.init(message, status: .usage)
    case .cancelled: self.init("the sweep was cancelled: nothing was deleted")
    }
  }
}
