import DynamoDB
import MutableTableTheory
import TableTheoryTesting

/// A worker's way to the bodies: what goes through takes time and may get lost, as at the table's door.
struct BodyDoor: BodyStore {
  private enum Fate {
    case carriedOut
    case lost
    case unanswered
  }

  private let worker: SimulatedWorker
  private let bodies: MemoryBodyStore
  private let draws: SeededJitter
  /// A mutant: says that a body is stored, and does not store it.
  private let forgets: Bool

  init(_ worker: SimulatedWorker, to bodies: MemoryBodyStore, forgets: Bool) {
    self.worker = worker
    self.bodies = bodies
    self.forgets = forgets
    draws = SeededJitter(worker.world.generator("bodies of \(worker.name)"))
  }

  func put(_ body: [UInt8], named name: BodyName, contentType: String?) async throws(BodyStoreError) {
    let fate = try await begin()
    if !forgets {
      try await bodies.put(body, named: name, contentType: contentType)
      worker.note(BodyNote.stored(name.text))
    }
    try await end(fate)
  }

  func get(_ name: BodyName) async throws(BodyStoreError) -> [UInt8] {
    let fate = try await begin()
    let body = try await bodies.get(name)
    try await end(fate)
    return body
  }

  func delete(_ name: BodyName) async throws(BodyStoreError) {
    let fate = try await begin()
    try await bodies.delete(name)
    worker.note(BodyNote.deleted(name.text))
    try await end(fate)
  }

  func list(after cursor: String?) async throws(BodyStoreError) -> BodyPage {
    let fate = try await begin()
    let page = try await bodies.list(after: cursor)
    try await end(fate)
    return page
  }

  private func begin() async throws(BodyStoreError) -> Fate {
    let plan = worker.world.plan
    let (fate, transit) = draws.draw { generator in
      let fails = generator.chance(perMille: plan.perMille / 3)
      let fate: Fate = fails ? generator.pick([.lost, .unanswered]) : .carriedOut
      return (fate, generator.duration(from: .zero, to: plan.latency))
    }
    try await wait(transit)
    if fate == .lost {
      try await wait(plan.timeout)
      throw .unavailable("no answer")
    }
    return fate
  }

  private func end(_ fate: Fate) async throws(BodyStoreError) {
    guard fate == .unanswered else { return }
    try await wait(worker.world.plan.timeout)
    throw .unavailable("no answer")
  }

  private func wait(_ duration: Duration) async throws(BodyStoreError) {
    do { try await worker.sleep(for: duration) } catch { throw .cancelled }
  }
}

/// What becomes of bodies.
enum BodyNote: HistoryNote {
  case stored(String)
  case deleted(String)
  /// Whoever was served the page, by a call of that time, did not find it.
  case missed(String, calledAt: Duration)

  var description: String {
    switch self {
    case .stored(let name): "the body \(name) is stored"
    case .deleted(let name): "the body \(name) is deleted"
    case .missed(let name, let start): "there is no body \(name), for a call of \(start)"
    }
  }
}
