import DynamoDB
import MutableTableTheory
import TableTheoryTesting

/// Comes when all is over and asks for every page: whoever held it and crashed has had its time.
struct LeaseInspector: Sendable {
  let settings: LeaseSettings
  let mutant: LeaseMutant?
  let world: SimulatedWorld

  init(_ settings: LeaseSettings, _ mutant: LeaseMutant?, in world: SimulatedWorld) {
    self.settings = settings
    self.mutant = mutant
    self.world = world
  }

  func inspect() async {
    // The lease, the margin, the rounding to whole seconds, and a clock that was ahead when it was taken.
    let ahead: Duration =
      switch settings.clocks {
      case .right: .zero
      case .withinMargin: settings.margin
      case .wrong: LeaseSettings.wrongBy + .seconds(1)
      }
    try? await world.scheduler.sleep(for: settings.duration + settings.margin + .seconds(1) + ahead)
    let worker = world.worker(
      "inspector", faults: FaultPlan.none, mutation: mutant?.mutation(settings) ?? Mutation())
    let leases = LeaseManager(
      table: LeaseScenario.table, on: worker.client,
      configuration: .init(
        owner: worker.name, clockSkew: settings.margin, expiredRowsKept: LeaseSettings.rowsKept),
      time: worker, tokens: NamedTokens(worker.name))
    for key in LeaseScenario.keys.prefix(settings.keys) {
      do throws(LeaseError) {
        _ = try await leases.acquire(key, for: settings.duration)
        worker.note(LeaseNote.free(key))
      } catch {
        worker.note(LeaseNote.stuck(key, "\(error)"))
      }
    }
  }
}
