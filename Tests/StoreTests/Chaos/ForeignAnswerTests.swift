import AWSDynamoDB
import DynamoDB
import Testing

@Suite("Answers with status 200 that are not DynamoDB's")
struct ForeignAnswerTests {
  /// Answers everything with the same page.
  private struct Gateway: HTTPTransport {
    var type: String
    var body: String

    func send(_ request: HTTPRequest, deadline: Duration) async throws(TransportError) -> HTTPResponse {
      HTTPResponse(status: 200, headers: [HTTPHeader("Content-Type", type)], body: Array(body.utf8))
    }
  }

  private static let put = PutItem(table: "t", item: ["pk": "a"], condition: DocumentPath("pk").doesNotExist)

  private func isBelieved(_ type: String, _ body: String, _ operation: some DynamoDBOperation) async throws -> Bool {
    let client = AWSDynamoDBClient(try .loopback(port: 1), transport: Gateway(type: type, body: body))
    do throws(DynamoDBError) {
      _ = try await client.send(operation)
      return true
    } catch {
      #expect(!(operation is PutItem) || error.isOutcomeUnknown, "\(error)")
      return false
    }
  }

  @Test(
    "What is no JSON object, or has a member of the wrong type, is not believed",
    arguments: [
      "", "ok", "<html>Welcome</html>", "[]", "null", "true", "\"ok\"", "{", "{}}", "{\"Attributes\":[]}",
      #"{"Attributes":{"pk":"a"}}"#, #"{"Attributes":{"pk":{"S":1}}}"#, #"{"ConsumedCapacity":"much"}"#,
    ])
  func wrongShape(body: String) async throws {
    #expect(try await !isBelieved("application/x-amz-json-1.0", body, Self.put))
  }

  @Test(
    "An object of somebody else's is not believed",
    arguments: [("application/json", #"{"status":"ok"}"#), ("application/json", "{}"), ("text/html", "{}")])
  func foreignObject(type: String, body: String) async throws {
    #expect(try await !isBelieved(type, body, Self.put))
    #expect(try await !isBelieved(type, body, GetItem(table: "t", key: ["pk": "a"])))
  }
}
