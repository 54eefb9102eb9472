import DynamoDB
import Synchronization

/// Answers batches as a script says: processes so many of a request's elements and leaves the rest, or fails.
final class BatchStandIn: DynamoDBClient {
  enum Step: Sendable {
    case all
    /// The first elements; the others are left.
    case some(Int)
    case fail(DynamoDBError)
    /// Processes everything, and loses the answer.
    case answerLost
    /// Cancels the task that sends, then processes everything.
    case cancelTask
  }

  private struct State {
    var script: [Step]
    var last: Step
    var gets: [BatchGetItem] = []
    var writes: [BatchWriteItem] = []
    var written: [BatchWriteItem.Write] = []
  }

  private let state: Mutex<State>

  /// - Parameter last: what happens once the script is over.
  init(_ script: [Step] = [], then last: Step = .all) { state = Mutex(State(script: script, last: last)) }

  var gets: [BatchGetItem] { state.withLock { $0.gets } }
  var writes: [BatchWriteItem] { state.withLock { $0.writes } }
  /// The writes that were made, in order.
  var written: [BatchWriteItem.Write] { state.withLock { $0.written } }

  func send<Operation: DynamoDBOperation>(
    _ operation: Operation
  ) async throws(DynamoDBError) -> Operation.Output {
    switch operation {
    case let get as BatchGetItem: try answer(get) as! Operation.Output
    case let write as BatchWriteItem: try answer(write) as! Operation.Output
    default: throw .service(code: "UnknownOperationException", status: 400, message: Operation.name)
    }
  }

  /// The item that stands at a key.
  static func item(at key: Item) -> Item { key.merging(["found": true]) { $1 } }

  private func answer(_ get: BatchGetItem) throws(DynamoDBError) -> BatchGetItem.Output {
    var room = try count(nextStep { $0.gets.append(get) })
    var output = BatchGetItem.Output()
    for table in get.tables {
      let request = get.requests[table]!
      let taken = request.keys.prefix(room)
      room -= taken.count
      output.items[table] = taken.map(Self.item(at:))
      let rest = Array(request.keys.dropFirst(taken.count))
      if !rest.isEmpty {
        output.unprocessed[table] = .init(
          rest, consistentRead: request.consistentRead, projection: request.projection)
      }
    }
    return output
  }

  private func answer(_ write: BatchWriteItem) throws(DynamoDBError) -> BatchWriteItem.Output {
    let step = nextStep { $0.writes.append(write) }
    if case .answerLost = step {
      state.withLock { state in state.written += write.tables.flatMap { write.requests[$0]! } }
      throw .outcomeUnknown("lost")
    }
    var room = try count(step)
    var output = BatchWriteItem.Output()
    for table in write.tables {
      let taken = write.requests[table]!.prefix(room)
      room -= taken.count
      state.withLock { $0.written += taken }
      let rest = Array(write.requests[table]!.dropFirst(taken.count))
      if !rest.isEmpty { output.unprocessed[table] = rest }
    }
    return output
  }

  private func nextStep(_ note: (inout sending State) -> Void) -> Step {
    state.withLock { state in
      note(&state)
      return state.script.isEmpty ? state.last : state.script.removeFirst()
    }
  }

  private func count(_ step: Step) throws(DynamoDBError) -> Int {
    switch step {
    case .all, .answerLost: return .max
    case .some(let count): return count
    case .fail(let error): throw error
    case .cancelTask:
      unsafe withUnsafeCurrentTask { task in unsafe task?.cancel() }
      return .max
    }
  }
}
