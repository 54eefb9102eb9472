import AWSDynamoDB
import DynamoDB

/// What the parts of a request cost on one thread, the best of several runs in microseconds, as one line of JSON.
func measureParts() async throws {
  let item = GetItem.Output(
    item: [
      "pk": .string("CACHE#/articles/how-leases-work"), "sk": .string("META"),
      "s3_key": .string("pages/3f2a9c0d7be14c55/index.html"), "generated_at": .number(1_795_475_927),
      "revalidate_seconds": .number(60), "ttl": .number(1_795_562_327),
    ])
  let answer = item.json
  let encode = best { Workload.put.json.count }
  let decode = try best { try GetItem.Output(json: answer).item?.count ?? 0 }
  let client = AWSDynamoDBClient(try Ours.configuration(url: "http://127.0.0.1/"), transport: Echo())
  let whole = try await bestOfCalls { _ = try await client.send(Workload.put) }
  print(
    """
    {"encode_put_us": \(encode), "decode_item_us": \(decode), "sign_and_rest_us": \(whole - encode)}
    """)
}

private let calls = 20_000

private func best(_ call: () throws -> Int) rethrows -> Double {
  var best = Double.infinity
  for _ in 0..<7 {
    var sum = 0
    let start = ContinuousClock.now
    for _ in 0..<calls { sum += try call() }
    let time = start.duration(to: .now) / .microseconds(1) / Double(calls)
    precondition(sum > 0)
    best = min(best, time)
  }
  return best
}

private func bestOfCalls(_ call: () async throws -> Void) async rethrows -> Double {
  var best = Double.infinity
  for _ in 0..<7 {
    let start = ContinuousClock.now
    for _ in 0..<calls { try await call() }
    best = min(best, start.duration(to: .now) / .microseconds(1) / Double(calls))
  }
  return best
}

/// Answers at once.
private struct Echo: HTTPTransport {
  func send(_ request: HTTPRequest, deadline: Duration) async throws(TransportError) -> HTTPResponse {
    HTTPResponse(status: 200, headers: [HTTPHeader("x-amz-crc32", "2745614147")], body: [0x7B, 0x7D])
  }
}
