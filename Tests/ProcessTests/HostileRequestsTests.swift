import AWSDynamoDB
import DynamoDB
import Testing

/// Whatever bytes arrive, the server answers, and goes on answering.
@Suite(.serialized)
struct HostileRequestsTests {
  private static let operations = [
    "GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query", "Scan", "TransactWriteItems", "TransactGetItems",
    "CreateTable", "DescribeTable", "ListTables", "DeleteTable", "UpdateTimeToLive", "DescribeTimeToLive",
    "BatchGetItem", "BatchWriteItem", "UpdateTable", "TagResource", "UntagResource", "ListTagsOfResource",
    "DescribeLimits", "DescribeEndpoints", "DescribeContinuousBackups", "UpdateContinuousBackups", "",
    "NoSuchOperation",
  ]

  /// Random numbers that are the same in every run: SplitMix64.
  private struct Generator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return mixed ^ (mixed >> 31)
    }
  }

  private func post(
    _ body: [UInt8], _ operation: String, to endpoint: Endpoint, over transport: AsyncHTTPTransport
  ) async throws -> Int {
    let request = HTTPRequest(
      url: endpoint.url,
      headers: [
        HTTPHeader("X-Amz-Target", "DynamoDB_20120810.\(operation)"),
        HTTPHeader("Content-Type", "application/x-amz-json-1.0"),
      ], body: body)
    return try await transport.send(request, deadline: .seconds(20)).status
  }

  @Test("Random bytes, broken requests, deep nesting and large texts are refused, and the server lives")
  func survives() async throws {
    try await withServer { endpoint, _ in
      let transport = AsyncHTTPTransport()
      do {
        try await attack(endpoint, over: transport)
      } catch {
        Issue.record(error)
      }
      await transport.shutdown()
    }
  }

  private func attack(_ endpoint: Endpoint, over transport: AsyncHTTPTransport) async throws {
    var generator = Generator(state: 20_261_123)
    let good = UpdateItem(
      table: "pages", key: ["pk": "a"], update: Update().set("a", to: .list([1, "x", .map(["b": .null])])),
      condition: DocumentPath("b", .key("c")) <= 5
    ).json
    for round in 0..<3_000 {
      let operation = Self.operations[round % Self.operations.count]
      var body: [UInt8]
      if round.isMultiple(of: 2) {
        body = (0..<Int.random(in: 0..<200, using: &generator)).map { _ in .random(in: 0...255, using: &generator) }
      } else {
        body = good
        for _ in 0..<3 {
          body[.random(in: 0..<body.count, using: &generator)] = .random(in: 0...255, using: &generator)
        }
      }
      let status = try await post(body, operation, to: endpoint, over: transport)
      #expect(status == 200 || status == 400, "\(operation) answered \(status)")
    }
    for (body, expected) in Self.large {
      for operation in ["PutItem", "UpdateItem", "Query"] {
        #expect(try await post(Array(body.utf8), operation, to: endpoint, over: transport) == expected)
      }
    }
    #expect(try await post(Array(repeating: 0x20, count: 17 << 20), "PutItem", to: endpoint, over: transport) == 413)
    #expect(try await post(Array("{}".utf8), "ListTables", to: endpoint, over: transport) == 200)
  }

  /// 400 KB of what parsers do not like.
  private static let large: [(body: String, status: Int)] = {
    let deep = ["[", "{\"a\":", "{\"M\":{\"a\":"].map { String(repeating: $0, count: 400_000 / $0.utf8.count) }
    let expressions = ["(", "NOT ", "a.", "a AND ", "[", ":v", "#", "a = a OR "].map { piece in
      let text = String(repeating: piece, count: 400_000 / piece.utf8.count)
      return """
        {"TableName":"pages","Key":{"pk":{"S":"a"}},"Item":{"pk":{"S":"a"}},"UpdateExpression":"\(text)",\
        "ConditionExpression":"\(text)","KeyConditionExpression":"\(text)"}
        """
    }
    return (deep + expressions).map { ($0, 400) }
  }()
}
