import DynamoDB
import MutableTableTheory
import TableTheoryTesting

/// Comes when all is over and asks for every page: whoever held it and crashed has had its time.
struct LeaseInspector: Sendable {
  let conditions: any PlayedConditions
  let keys: [CacheKey]
  let layout: CacheLayout
  let world: SimulatedWorld

  init(
    conditions: any PlayedConditions, keys: [CacheKey], layout: CacheLayout = .interoperable, in world: SimulatedWorld
  ) {
    self.conditions = conditions
    self.keys = keys
    self.layout = layout
    self.world = world
  }

  func inspect(_ mutation: Mutation) async {
    // The lease, the margin, the rounding to whole seconds, and a clock that was ahead when it was taken.
    try? await world.scheduler.sleep(
      for: conditions.duration + conditions.margin + .seconds(1) + conditions.ahead)
    let worker = world.worker("inspector", faults: FaultPlan.none, mutation: mutation)
    let leases = LeaseManager(
      table: LeaseScenario.table, on: worker.client, layout: layout,
      configuration: .init(
        owner: worker.name, clockSkew: conditions.margin, expiredRowsKept: LeaseSettings.rowsKept),
      time: worker, tokens: NamedTokens(worker.name))
    for key in keys {
      do throws(LeaseError) {
        _ = try await leases.acquire(key, for: conditions.duration)
        worker.note(LeaseNote.free(key))
      } catch {
        worker.note(LeaseNote.stuck(key, "\(error)"))
      }
    }
  }
}
