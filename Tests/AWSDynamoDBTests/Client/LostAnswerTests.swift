import AWSDynamoDB
import DynamoDB
import Testing

@Suite("A write whose answer was lost is never told as done, nor as not done")
struct LostAnswerTests {
  /// What leaves the outcome open, each in its own way.
  static let losses: [StubTransport.Reply] = [
    .lost, .failure(.timedOut(sent: true)), .internalError, .error("ServiceUnavailable", status: 503),
    .answer(502, "<html>Bad gateway</html>"), .answer(200, "<html>Welcome</html>"), .answer(200, #"{"Item":"#),
    .success(HTTPResponse(status: 200, headers: [HTTPHeader("x-amz-crc32", "1")], body: Array("{}".utf8))),
    .success(HTTPResponse(status: 200, headers: [HTTPHeader("x-amz-crc32", "x")], body: Array("{}".utf8))),
    .success(HTTPResponse(status: 400, headers: [HTTPHeader("x-amz-crc32", "1")], body: Array("{}".utf8))),
  ]

  private func isUnknown(_ error: DynamoDBError?) -> Bool {
    if case .outcomeUnknown = error { true } else { false }
  }

  private func error(_ operation: some DynamoDBOperation, _ transport: StubTransport) async throws -> DynamoDBError? {
    let client = try AWSDynamoDBClient.scripted(transport)
    do throws(DynamoDBError) {
      _ = try await client.send(operation)
      return nil
    } catch {
      return error
    }
  }

  @Test("A conditional write and a counter are not sent again: the outcome is unknown", arguments: losses)
  func once(loss: StubTransport.Reply) async throws {
    for operation: any DynamoDBOperation in [Sample.conditionalPut, Sample.counter, DeleteTable(table: "t")] {
      let transport = StubTransport(loss, .conditionFailed)
      #expect(isUnknown(try await error(operation, transport)))
      #expect(transport.sent.count == 1)
    }
  }

  @Test("Reads and writes that may be repeated are, and succeed", arguments: losses)
  func repeated(loss: StubTransport.Reply) async throws {
    for operation: any DynamoDBOperation in [
      Sample.get, Sample.put, Sample.delete, Sample.update, Sample.transaction, Sample.batchGet, Sample.batchWrite,
    ] {
      let transport = StubTransport(loss, .answer(200, "{}"))
      #expect(try await error(operation, transport) == nil)
      #expect(transport.sent.count == 2)
      #expect(Set(transport.sent.map(\.request.body)).count == 1)
    }
  }

  @Test("Lost to the end, a write's outcome is unknown, and a read is only unavailable or refused", arguments: losses)
  func exhausted(loss: StubTransport.Reply) async throws {
    for operation: any DynamoDBOperation in [Sample.put, Sample.update, Sample.transaction, Sample.batchWrite] {
      let transport = StubTransport(loss)
      #expect(isUnknown(try await error(operation, transport)))
      #expect(transport.sent.count == 3)
    }
    let read = try #require(try await error(Sample.get, StubTransport(loss)))
    #expect(!isUnknown(read))
  }

  @Test("After a lost answer no later refusal says that a write was not done")
  func laterRefusal() async throws {
    for refusal in [StubTransport.Reply.throttled, .refused, .error("ResourceInUseException"), .conditionFailed] {
      #expect(isUnknown(try await error(Sample.createTable, StubTransport(.lost, refusal))))
      #expect(isUnknown(try await error(Sample.put, StubTransport(.lost, refusal))))
      #expect(isUnknown(try await error(Sample.transaction, StubTransport(.lost, refusal))))
    }
  }

  @Test("A transaction is known again by its token: its condition's failure is then the truth")
  func tokenSettles() async throws {
    let canceled = StubTransport.Reply.error(
      "TransactionCanceledException", #""CancellationReasons":[{"Code":"ConditionalCheckFailed"}]"#)
    #expect(
      try await error(Sample.transaction, StubTransport(.lost, canceled))
        == .transactionCanceled([CancellationReason(.conditionalCheckFailed)]))
  }

  @Test("A transaction in progress is told as that, and is never said not to have been written")
  func inProgress() async throws {
    let inProgress = StubTransport.Reply.error("TransactionInProgressException")
    #expect(try await error(Sample.transaction, StubTransport(inProgress)) == .transactionInProgress("m"))
    #expect(try await error(Sample.transaction, StubTransport(.lost, inProgress)) == .transactionInProgress("m"))
    #expect(isUnknown(try await error(Sample.transaction, StubTransport(inProgress, .refused))))
  }

  @Test("A conflict after a lost answer does not settle a transaction")
  func conflictDoesNotSettle() async throws {
    let conflict = StubTransport.Reply.error(
      "TransactionCanceledException", #""CancellationReasons":[{"Code":"TransactionConflict"}]"#)
    #expect(isUnknown(try await error(Sample.transaction, StubTransport(.lost, conflict))))
  }

  @Test("A transaction's token is made once, stays the same for all attempts, and a given one is kept")
  func token() async throws {
    let transport = StubTransport(.lost, .error("TransactionInProgressException"), .answer(200, "{}"))
    _ = try await AWSDynamoDBClient.scripted(transport).send(Sample.transaction)
    let tokens = try transport.sent.map { try TransactWriteItems(json: $0.request.body).clientRequestToken }
    #expect(tokens == ["token-1", "token-1", "token-1"])

    var operation = Sample.transaction
    operation.clientRequestToken = "mine"
    let other = StubTransport(.answer(200, "{}"))
    _ = try await AWSDynamoDBClient.scripted(other).send(operation)
    #expect(try TransactWriteItems(json: try #require(other.sent.first).request.body).clientRequestToken == "mine")
  }

  @Test("Cancelled after it was sent, a write's outcome is unknown; before, it is cancelled")
  func cancelled() async throws {
    #expect(isUnknown(try await error(Sample.put, StubTransport(.failure(.cancelled(sent: true))))))
    #expect(try await error(Sample.put, StubTransport(.failure(.cancelled(sent: false)))) == .cancelled)
    #expect(try await error(Sample.get, StubTransport(.failure(.cancelled(sent: true)))) == .cancelled)
  }

  @Test("A page of somebody else's with status 404 is a refusal, not a failed condition")
  func foreignPage() async throws {
    let transport = StubTransport(.answer(404, "<html>Not found</html>"))
    let error = try await error(Sample.conditionalPut, transport)
    #expect(error?.code == "Unrecognized")
    #expect(error?.status == 404)
  }

  @Test("Tokens made by default are UUIDs, and differ")
  func randomTokens() async throws {
    let configuration = AWSDynamoDBClient.Configuration(
      region: try Region("eu-west-1"), credentials: StaticCredentials(accessKeyID: "a", secretAccessKey: "b"))
    let tokens = (0..<100).map { _ in configuration.makeRequestToken() }
    #expect(Set(tokens).count == 100)
    let uuid = /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/
    for token in tokens { #expect(token.wholeMatch(of: uuid) != nil, "\(token)") }
  }
}
