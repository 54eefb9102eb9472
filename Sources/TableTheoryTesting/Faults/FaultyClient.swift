public import DynamoDB

/// The one door of a simulated worker: what goes through takes time and may get lost, late, doubled or refused.
///
/// It answers as a client over a network does: `DynamoDBError.outcomeUnknown(_:)` where no answer came and after a
/// status of 500, `DynamoDBError.cancelled` where the task was cancelled, or the worker is gone, before sending.
public struct FaultyClient: DynamoDBClient {
  private let worker: SimulatedWorker
  private var table: SimulatedTable { worker.world.table }
  private var scheduler: SeededScheduler { worker.world.scheduler }
  private var ledger: Ledger { worker.world.ledger }

  init(_ worker: SimulatedWorker) { self.worker = worker }

  public func send<Operation: DynamoDBOperation>(
    _ operation: Operation
  ) async throws(DynamoDBError) -> Operation.Output {
    if Task.isCancelled { throw .cancelled }
    worker.begin()
    defer { worker.end() }
    try await passOn()
    let asked = TableRequest(operation)
    let number = table.nextNumber()
    let fault = worker.draw { worker.plan.draw(from: &$0) }
    ledger.record(.sent(number, asked), by: worker.name)
    if let fault { ledger.record(.fault(number, fault), by: worker.name) }
    let sent = worker.mutation.request?(asked) ?? asked
    do throws(DynamoDBError) {
      let output = try await carry(sent.operation(as: Operation.self) ?? operation, sent, number, fault)
      ledger.record(.answered(number, nil), by: worker.name)
      return output
    } catch {
      ledger.record(.answered(number, error), by: worker.name)
      guard let change = worker.mutation.error else { throw error }
      if let changed = change(error, asked) { throw changed }
      guard let output = TransactWriteItems.Output() as? Operation.Output else { throw error }
      return output
    }
  }

  /// A request's way to the table and back, with what happens on it.
  private func carry<Operation: DynamoDBOperation>(
    _ operation: Operation, _ request: TableRequest, _ number: Int, _ fault: Fault?
  ) async throws(DynamoDBError) -> Operation.Output {
    switch fault {
    case .requestLost: throw try await giveUp()
    case .requestLate(let delay):
      if request.isWrite, worker.plan.mayArriveLate(request) {
        table.deliver(request, number, of: worker.name, after: worker.plan.timeout + delay)
      }
      throw try await giveUp()
    case .throttled:
      try await travel()
      throw .throttled("Rate of requests exceeds the allowed throughput.")
    case .conflict:
      try await travel()
      throw conflict(request)
    case .serverError(false):
      try await travel()
      throw .outcomeUnknown("Internal server error")
    case .crash(false):
      worker.crash()
      throw .cancelled
    case .freeze(let time, beforeSending: true):
      worker.freeze(for: time)
      try await passOn()
    default: break
    }

    await scheduler.pass(until: scheduler.uptime + worker.draw { worker.plan.transit(&$0) })
    if case .duplicated(let delay) = fault, request.isWrite {
      let isLate = worker.plan.mayArriveLate(request)
      table.deliver(request, number, of: worker.name, after: isLate ? delay : .zero)
    }
    await table.settle()
    let result: Result<Operation.Output, DynamoDBError>
    do throws(DynamoDBError) {
      result = .success(try await table.perform(operation, request, number, worker.name))
    } catch {
      result = .failure(error)
    }

    switch fault {
    case .responseLost: throw try await giveUp()
    case .serverError: throw .outcomeUnknown("Internal server error")
    case .crash: worker.crash()
    case .responseLate(let delay): try await wait(delay)
    case .freeze(let time, _): worker.freeze(for: time)
    default: break
    }
    try await travel()
    return try result.get()
  }

  /// The answer's way, and the worker has to be there when it ends.
  private func travel() async throws(DynamoDBError) {
    try await wait(worker.draw { worker.plan.transit(&$0) })
    try await passOn()
  }

  private func giveUp() async throws(DynamoDBError) -> DynamoDBError {
    try await wait(worker.plan.timeout)
    try await passOn()
    return .outcomeUnknown("no answer within \(worker.plan.timeout)")
  }

  /// Whoever is cancelled while the answer is on its way does not wait for it.
  private func wait(_ duration: Duration) async throws(DynamoDBError) {
    do {
      try await scheduler.sleep(for: duration)
    } catch {
      throw .outcomeUnknown("cancelled while waiting for the answer")
    }
  }

  private func passOn() async throws(DynamoDBError) {
    do { try await worker.thaw() } catch { throw .cancelled }
  }

  private func conflict(_ request: TableRequest) -> DynamoDBError {
    guard case .transaction(let transaction) = request else {
      return .transactionConflict("Transaction is ongoing for the item")
    }
    let isOne = worker.draw { $0.index(below: transaction.actions.count) }
    return .transactionCanceled(
      transaction.actions.indices.map {
        $0 == isOne ? CancellationReason(.transactionConflict, message: "Transaction is ongoing for the item") : .none
      })
  }
}
