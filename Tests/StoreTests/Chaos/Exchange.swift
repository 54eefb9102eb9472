import DynamoDB
import NIOCore
import NIOPosix

/// One request on its way through the proxy, and what comes back.
struct Exchange: Sendable {
  let request: RawMessage
  let fault: Fault
  /// Decides the places at which something is cut or changed.
  let random: UInt64
  /// The server's port.
  let backend: Int

  enum Answer: Sendable {
    case bytes([UInt8])
    case bytesAndClose([UInt8])
    case close
    case silence
  }

  func answer() async throws -> Answer {
    switch fault.passage {
    case .nothing: return withoutServer
    case .beginning:
      try await passOn(Array(request.bytes.prefix(place(in: request.bytes.count))), wantsAnswer: false)
      return .close
    case .all: return try await spoiled(try await passOn(request.bytes))
    case .allLate:
      try await Task.sleep(for: ChaosProxy.lateness)
      try await passOn(request.bytes)
      return .close
    }
  }

  private var withoutServer: Answer {
    switch fault {
    case .requestSwallowed: .silence
    case .foreignPage: .bytes(Self.message(200, "text/html", "<html>Please log in</html>"))
    case .throttled: .bytes(Self.error(400, "ThrottlingException"))
    case .internalError: .bytes(Self.error(500, "InternalServerError"))
    case .unavailable: .bytes(Self.message(503, "text/plain", "upstream connect error"))
    default: .close
    }
  }

  private func spoiled(_ answer: RawMessage) async throws -> Answer {
    switch fault {
    case .answerLost: return .close
    case .answerSwallowed: return .silence
    case .answerDelayed:
      try await Task.sleep(for: .milliseconds(1 + random % 60))
      return .bytes(answer.bytes)
    case .answerCutInHead: return .bytesAndClose(Array(answer.head.prefix(place(in: answer.head.count))))
    case .answerCutInBody: return .bytesAndClose(answer.head + answer.body.prefix(place(in: answer.body.count)))
    case .answerGarbage:
      var generator = SeededGenerator(seed: random)
      return .bytesAndClose((0..<200).map { _ in .random(in: .min ... .max, using: &generator) })
    case .answerChanged:
      var body = answer.body
      body[place(in: body.count)] ^= 1 << (random % 8)
      return .bytes(answer.replacing(body: body))
    case .answerMislabelled:
      return .bytes(answer.replacing(body: answer.body, checksum: CRC32.checksum(of: answer.body) ^ 1))
    case .answerExchanged:
      return .bytes(answer.replacing(body: Array(Self.otherAnswer(to: request.header("x-amz-target") ?? "").utf8)))
    case .internalErrorAfterwards: return .bytes(Self.error(500, "InternalServerError"))
    case .unavailableAfterwards: return .bytes(Self.message(503, "text/plain", "upstream connect error"))
    default: return .bytes(answer.bytes)
    }
  }

  private func place(in count: Int) -> Int { count == 0 ? 0 : Int(random % UInt64(count)) }

  /// Something that could be the answer to the operation, and is not.
  private static func otherAnswer(to target: String) -> String {
    switch target.split(separator: ".").last {
    case "GetItem": #"{"Item":{"pk":{"S":"intruder"}}}"#
    case "Query", "Scan": #"{"Items":[],"Count":0,"ScannedCount":0}"#
    case "UpdateItem": #"{"Attributes":{"n":{"N":"1000000"}}}"#
    case "TransactGetItems": #"{"Responses":[{},{}]}"#
    default: #"{"ConsumedCapacity":{"TableName":"x","CapacityUnits":1}}"#
    }
  }

  private static func error(_ status: Int, _ code: String) -> [UInt8] {
    message(status, "application/x-amz-json-1.0", #"{"__type":"com.amazonaws.dynamodb.v20120810#\#(code)"}"#)
  }

  private static func message(_ status: Int, _ type: String, _ body: String) -> [UInt8] {
    Array("HTTP/1.1 \(status) X\r\nContent-Type: \(type)\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)".utf8)
  }

  /// Sends bytes to the server on a connection of their own, and gives its answer back.
  @discardableResult
  private func passOn(_ bytes: [UInt8], wantsAnswer: Bool = true) async throws -> RawMessage {
    let connection = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .connect(host: "127.0.0.1", port: backend) { channel in
        channel.eventLoop.makeCompletedFuture { try ChaosProxy.Connection(wrappingChannelSynchronously: channel) }
      }
    return try await connection.executeThenClose { inbound, outbound in
      try await outbound.write(ByteBuffer(bytes: bytes))
      var answer = RawMessage()
      guard wantsAnswer else { return answer }
      for try await part in inbound {
        answer.append(part.readableBytesView)
        if answer.isWhole { return answer }
      }
      throw ServerHungUp()
    }
  }

  struct ServerHungUp: Error {}
}
