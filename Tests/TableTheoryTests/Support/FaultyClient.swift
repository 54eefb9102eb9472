import DynamoDB
import EmbeddedDynamoDB
import Synchronization

/// A client in front of the engine that loses requests or answers, as a script says, and keeps what was sent.
final class FaultyClient: DynamoDBClient {
  enum Fault {
    /// Nothing arrives: the caller does not know.
    case requestLost
    /// It is carried out, and the caller does not know.
    case responseLost
    case error(DynamoDBError)
    /// It is carried out, and something else happens before its answer is there.
    case beforeAnswer(@Sendable (EmbeddedDynamoDB) async throws -> Void)
    /// It is carried out, and its answer does not come until the caller gives up.
    case neverAnswered
    /// Nothing arrives until the test delivers it, and the caller does not know.
    case heldBack
    /// It is carried out, and a copy arrives when the test delivers it.
    case copied
    /// No answer comes until the caller gives up.
    case hangs
    /// Something else happens first: another worker's step.
    case meanwhile(@Sendable (EmbeddedDynamoDB) async throws -> Void)
  }

  let engine: EmbeddedDynamoDB
  private let faults = Mutex<[String: [Fault]]>([:])
  private let log = Mutex<[(name: String, body: [UInt8])]>([])

  private let late = Mutex<[@Sendable () async -> Void]>([])

  init(_ engine: EmbeddedDynamoDB) { self.engine = engine }

  /// What happens to the next requests of an operation, in order; the rest go through.
  func script(_ operation: String, _ faults: [Fault]) { self.faults.withLock { $0[operation, default: []] += faults } }

  /// The names of the operations that were sent, in order.
  var sent: [String] { log.withLock { $0.map(\.name) } }

  /// The requests of an operation, as they would go over the wire.
  func bodies(of operation: String) -> Set<[UInt8]> {
    log.withLock { log in Set(log.filter { $0.name == operation }.map(\.body)) }
  }

  /// What was held back arrives.
  func deliver() async {
    for late in late.withLock({ late in
      defer { late = [] }
      return late
    }) {
      await late()
    }
  }

  func forgetSent() { log.withLock { $0 = [] } }

  func send<Operation: DynamoDBOperation>(
    _ operation: Operation
  ) async throws(DynamoDBError) -> Operation.Output {
    log.withLock { $0.append((Operation.name, operation.json)) }
    if Task.isCancelled { throw .cancelled }
    let fault = faults.withLock { faults -> Fault? in
      guard faults[Operation.name]?.isEmpty == false else { return nil }
      return faults[Operation.name]?.removeFirst()
    }
    switch fault {
    case nil: return try await engine.send(operation)
    case .requestLost: throw .outcomeUnknown("lost")
    case .responseLost:
      _ = try await engine.send(operation)
      throw .outcomeUnknown("lost")
    case .error(let error): throw error
    case .beforeAnswer(let step):
      let answer: Result<Operation.Output, DynamoDBError>
      do throws(DynamoDBError) { answer = .success(try await engine.send(operation)) } catch {
        answer = .failure(error)
      }
      do { try await step(engine) } catch { throw .validation("the step failed: \(error)") }
      return try answer.get()
    case .neverAnswered:
      _ = try await engine.send(operation)
      try? await Gate().wait()
      throw .outcomeUnknown("given up")
    case .heldBack:
      holdBack(operation)
      throw .outcomeUnknown("late")
    case .copied:
      holdBack(operation)
      return try await engine.send(operation)
    case .hangs:
      try? await Gate().wait()
      throw .outcomeUnknown("given up")
    case .meanwhile(let step):
      do { try await step(engine) } catch { throw .validation("the step failed: \(error)") }
      return try await engine.send(operation)
    }
  }

  private func holdBack(_ operation: some DynamoDBOperation) {
    late.withLock { late in late.append { [engine] in _ = try? await engine.send(operation) } }
  }
}
