import DynamoDB
import MutableTableTheory
import TableTheoryTesting

/// Comes when all is over and asks for every key: whoever died at it has had its time.
struct RequestInspector: Sendable {
  let settings: RequestSettings
  let world: SimulatedWorld

  init(_ settings: RequestSettings, in world: SimulatedWorld) {
    self.settings = settings
    self.world = world
  }

  func inspect(_ mutation: Mutation) async {
    try? await world.scheduler.sleep(for: settings.duration + settings.margin + .seconds(1) + settings.ahead)
    let worker = world.worker("inspector", faults: FaultPlan.none, mutation: mutation)
    let requests = IdempotencyStore(
      table: RequestScenario.table, on: worker.client,
      configuration: .init(clockSkew: settings.margin, rememberedResults: 0), time: worker,
      tokens: NamedTokens(worker.name))
    for key in RequestScenario.keys + [RequestScenario.revalidation] {
      let payload = key == RequestScenario.revalidation ? IdempotencyPayload.none : RequestJob.payload("a")
      do throws(IdempotencyError) {
        switch try await requests.begin(key, payload: payload, inProgressFor: settings.duration) {
        case .started, .completed: worker.note(RequestNote.free(key))
        case .inProgress(let holder): worker.note(RequestNote.stuck(key, "in progress until \(holder.until as Any)"))
        }
      } catch .mismatch {
        worker.note(RequestNote.free(key))
      } catch {
        worker.note(RequestNote.stuck(key, "\(error)"))
      }
    }
  }
}
