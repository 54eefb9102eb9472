import AWSDynamoDB
import DynamoDB
import Testing

@Suite("A request goes out as DynamoDB's protocol has it, and the answer comes back as a value")
struct SendTests {
  @Test("The request names the operation, is JSON, and is signed for the endpoint")
  func request() async throws {
    let transport = StubTransport(.answer(200, "{}"))
    _ = try await AWSDynamoDBClient.scripted(transport).send(Sample.put)
    let sent = try #require(transport.sent.first)
    let headers = HTTPResponse(status: 0, headers: sent.request.headers)
    #expect(sent.request.method == "POST")
    #expect(sent.request.url == "https://dynamodb.eu-west-1.amazonaws.com/")
    #expect(sent.request.body == Sample.put.json)
    #expect(headers.header("Host") == "dynamodb.eu-west-1.amazonaws.com")
    #expect(headers.header("X-Amz-Target") == "DynamoDB_20120810.PutItem")
    #expect(headers.header("Content-Type") == "application/x-amz-json-1.0")
    #expect(headers.header("X-Amz-Date") == "20150830T123600Z")
    #expect(headers.header("Authorization")?.contains("AKIDEXAMPLE/20150830/eu-west-1/dynamodb/") == true)
    #expect(sent.deadline == .seconds(5))
  }

  @Test("A success is decoded, with a checksum, or without one where the content type is DynamoDB's")
  func success() async throws {
    let body = #"{"Item":{"pk":{"S":"a"}}}"#
    let typed = HTTPResponse(
      status: 200, headers: [HTTPHeader("Content-Type", "application/x-amz-json-1.0")], body: Array(body.utf8))
    for reply in [StubTransport.Reply.answer(200, body), .success(typed)] {
      let client = try AWSDynamoDBClient.scripted(StubTransport(reply))
      #expect(try await client.send(Sample.get).item == Sample.key)
    }
  }

  @Test("A failed condition says so, with the item where it was asked for")
  func conditionFailed() async throws {
    let transport = StubTransport(
      .error("ConditionalCheckFailedException", #""message":"m","Item":{"pk":{"S":"a"}}"#))
    await #expect(throws: DynamoDBError.conditionFailed(item: Sample.key)) {
      try await AWSDynamoDBClient.scripted(transport).send(Sample.conditionalPut)
    }
    #expect(transport.sent.count == 1)
  }

  @Test("A cancelled transaction gives a reason for each action")
  func transactionCanceled() async throws {
    let reasons = #"[{"Code":"None"},{"Code":"ConditionalCheckFailed","Item":{"pk":{"S":"a"}},"Message":"m"}]"#
    let transport = StubTransport(
      .error("TransactionCanceledException", #""Message":"m","CancellationReasons":\#(reasons)"#))
    let expected = [.none, CancellationReason(.conditionalCheckFailed, message: "m", item: Sample.key)]
    await #expect(throws: DynamoDBError.transactionCanceled(expected)) {
      try await AWSDynamoDBClient.scripted(transport).send(Sample.transaction)
    }
    #expect(transport.sent.count == 1)
  }

  @Test("A closure's client is shut down, and the closure's own error passes through")
  func shutdown() async throws {
    struct Failure: Error, Equatable {}
    let transport = StubTransport(.answer(200, "{}"))
    await (try AWSDynamoDBClient.scripted(transport)).shutdown()
    #expect(transport.isShutDown)
    let configuration = AWSDynamoDBClient.Configuration(
      region: try Region("eu-west-1"), credentials: StaticCredentials(accessKeyID: "a", secretAccessKey: "b"))
    #expect(await AWSDynamoDBClient.withClient(configuration) { _ in 7 } == 7)
    await #expect(throws: Failure()) {
      try await AWSDynamoDBClient.withClient(configuration) { _ throws(Failure) in throw Failure() }
    }
  }

  @Test("Missing credentials are told, and nothing is sent")
  func missingCredentials() async throws {
    let transport = StubTransport(.answer(200, "{}"))
    let client = try AWSDynamoDBClient.scripted(transport, credentials: EnvironmentCredentials([:]))
    await #expect {
      try await client.send(Sample.put)
    } throws: { error in
      guard case .unavailable(let message) = error as? DynamoDBError else { return false }
      return message.contains("AWS_ACCESS_KEY_ID")
    }
    #expect(transport.sent.isEmpty)
  }
}
