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
    /// Something else happens first: another worker's step.
    case meanwhile(@Sendable (EmbeddedDynamoDB) async throws -> Void)
  }

  let engine: EmbeddedDynamoDB
  private let faults = Mutex<[String: [Fault]]>([:])
  private let log = Mutex<[(name: String, body: [UInt8])]>([])

  init(_ engine: EmbeddedDynamoDB) { self.engine = engine }

  /// What happens to the next requests of an operation, in order; the rest go through.
  func script(_ operation: String, _ faults: [Fault]) { self.faults.withLock { $0[operation, default: []] += faults } }

  /// The names of the operations that were sent, in order.
  var sent: [String] { log.withLock { $0.map(\.name) } }

  /// The requests of an operation, as they would go over the wire.
  func bodies(of operation: String) -> Set<[UInt8]> {
    log.withLock { log in Set(log.filter { $0.name == operation }.map(\.body)) }
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
    case .meanwhile(let step):
      do { try await step(engine) } catch { throw .validation("the step failed: \(error)") }
      return try await engine.send(operation)
    }
  }
}
