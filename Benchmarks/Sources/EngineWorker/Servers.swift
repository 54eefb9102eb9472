import DynamoDBServer
import EmbeddedDynamoDB
import Hummingbird
import Logging

enum Servers {
  static func engine() async throws {
    try await DynamoDBServer(
      EmbeddedDynamoDB(), configuration: .init(port: 0), logger: quiet, onListening: announce
    ).run()
  }

  /// What the HTTP layer can do: every request is read, and answered with as many bytes as a GetItem is.
  static func constant() async throws {
    let router = Router()
    router.post("/") { request, _ in
      _ = try await request.body.collect(upTo: 1 << 20)
      return Response(
        status: .ok, headers: [.contentType: "application/x-amz-json-1.0"],
        body: ResponseBody(byteBuffer: ByteBuffer(string: Requests.sampleAnswer)))
    }
    try await Application(
      router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
      onServerRunning: { announce($0.localAddress?.port ?? 0) }, logger: quiet
    ).run()
  }

  private static var quiet: Logger { Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() } }

  @Sendable private static func announce(_ port: Int) { StandardOutput.line("\(port)") }
}
