import DynamoDB
import TableTheoryTesting
import Testing

/// What both adapters of docs/adapters.md use.
enum AdapterGuide {
  /// How a request ended that did not succeed, and what the caller may conclude.
  enum Failure: Error {
    /// Somebody answered, with this HTTP status.
    case refused(DynamoDBError, status: Int)
    /// The request has certainly not left.
    case notSent(String)
    /// It may have left, and no answer came that can be read.
    case unanswered(String)

    /// What the one door says of it.
    func error<Operation: DynamoDBOperation>(of _: Operation.Type) -> DynamoDBError {
      let isWrite = !Self.reads.contains(Operation.name)
      switch self {
      case .refused(.throttled(let message), _): return .throttled(message)
      case .refused(.transactionInProgress(let message), _): return .transactionInProgress(message)
      case .refused(let error, let status):
        // 400 to 499 says that nothing was written. 500 and more says nothing: the write may have been carried out.
        return isWrite && !(400..<500).contains(status) ? .outcomeUnknown("HTTP \(status), \(error)") : error
      case .notSent(let reason): return .unavailable(reason)
      case .unanswered(let reason):
        if isWrite { return .outcomeUnknown(reason) }
        return Task.isCancelled ? .cancelled : .unavailable(reason)
      }
    }

    /// What only reads. Anything else counts as a write, so that a new operation is on the safe side.
    private static let reads: Set<String> = [
      GetItem.name, Query.name, Scan.name, BatchGetItem.name, TransactGetItems.name, DescribeTable.name,
      ListTables.name, DescribeTimeToLive.name,
    ]
  }

  /// Repeats what was certainly not carried out: the SDK's own retries are off.
  struct Repeating<Client: DynamoDBClient>: DynamoDBClient {
    var client: Client
    var attempts = 3
    var time: any TimeSource = SystemTime()

    func send<Operation: DynamoDBOperation>(_ operation: Operation) async throws(DynamoDBError) -> Operation.Output {
      for attempt in 1..<max(1, attempts) {
        do throws(DynamoDBError) {
          return try await client.send(operation)
        } catch .throttled {
        } catch .unavailable {
        }
        do {
          try await time.sleep(for: .milliseconds(25 << attempt) * Double.random(in: 0..<1))
        } catch {
          throw .cancelled
        }
      }
      return try await client.send(operation)
    }
  }
}

struct AdapterGuideTests {
  private struct Refusing: DynamoDBClient {
    let error: DynamoDBError
    let effects = Effects()

    func send<Operation: DynamoDBOperation>(_ operation: Operation) async throws(DynamoDBError) -> Operation.Output {
      effects.happen()
      throw error
    }
  }

  @Test("An answer of 500 or more leaves a write unknown, and tells a read nothing but that")
  func unknown() {
    let failure = AdapterGuide.Failure.refused(
      .service(code: "InternalServerError", status: 500, message: ""), status: 500)
    #expect(failure.error(of: GetItem.self) == .service(code: "InternalServerError", status: 500, message: ""))
    guard case .outcomeUnknown = failure.error(of: PutItem.self) else {
      Issue.record("a write may have been carried out")
      return
    }
    guard case .outcomeUnknown = AdapterGuide.Failure.unanswered("reset").error(of: PutItem.self) else {
      Issue.record("a write may have been carried out")
      return
    }
    #expect(AdapterGuide.Failure.notSent("refused").error(of: PutItem.self) == .unavailable("refused"))
  }

  @Test("What was not carried out is repeated, and nothing else", arguments: [true, false])
  func repeating(isThrottled: Bool) async {
    let refusing = Refusing(error: isThrottled ? .throttled("slow") : .outcomeUnknown("reset"))
    let client = AdapterGuide.Repeating(client: refusing, time: ManualTime())
    await #expect(throws: DynamoDBError.self) { try await client.send(GetItem(table: "pages", key: ["pk": "home"])) }
    #expect(refusing.effects.count == (isThrottled ? 3 : 1))
  }
}
