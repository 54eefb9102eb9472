import DynamoDB
import HTTPTypes
import Hummingbird
import Logging
import NIOHTTP1
import Synchronization

/// The address for a browser: passes each request on to a worker that is alive.
struct Front: Sendable {
  let visitor: Visitor
  let site: Site
  let port: Int
  let logger: Logger

  func run(onListening: @escaping @Sendable (Int) -> Void) async throws {
    let application = Application(
      responder: FrontResponder(visitor: visitor, site: site),
      configuration: .init(address: .hostname("127.0.0.1", port: port), serverName: "TableTheory"),
      onServerRunning: { channel in onListening(channel.localAddress?.port ?? 0) },
      logger: logger)
    do {
      try await application.run()
    } catch let error as CancellationError {
      throw error
    } catch {
      throw Failure("cannot listen on 127.0.0.1:\(port): \(error); --port 0 picks a free port")
    }
  }
}

/// A small reverse proxy. A browser's requests are checked like all others, and left out of the statistics.
final class FrontResponder: HTTPResponder {
  typealias Context = BasicRequestContext

  private let visitor: Visitor
  private let site: Site
  private let turn = Atomic(0)

  init(visitor: Visitor, site: Site) {
    self.visitor = visitor
    self.site = site
  }

  func respond(to request: Request, context: Context) async throws -> Response {
    guard request.method == .get || request.method == .head else {
      return Response(status: .methodNotAllowed, headers: [.allow: "GET, HEAD"])
    }
    let turn = turn.wrappingAdd(1, ordering: .relaxed).newValue
    let path = request.uri.path
    let answer: Visitor.Answer?
    if let page = site.pages.first(where: { $0.path == path || "/" + $0.name == path }) {
      var headers: HTTPHeaders = [:]
      for name in [HTTPField.Name.ifNoneMatch, .ifModifiedSince] {
        if let value = request.headers[name] { headers.add(name: name.rawName, value: value) }
      }
      answer = await visitor.visit(page, turn: turn, headers: headers, isCounted: false)
    } else {
      answer = await visitor.get(path, turn: turn)
    }
    guard let answer else {
      return Response(
        status: .badGateway, headers: [.contentType: "text/plain; charset=utf-8"],
        body: ResponseBody(byteBuffer: ByteBuffer(string: "No worker answered.\n")))
    }
    let response = Response(answer)
    return request.method == .head ? response.createHeadResponse() : response
  }
}

extension Response {
  /// A worker's answer as the front gives it on.
  fileprivate init(_ answer: Visitor.Answer) {
    var headers = HTTPFields()
    for name in [
      HTTPField.Name.contentType, .eTag, .lastModified, .age, .cacheControl, .vary, .xCache, .xGeneration, .xWorker,
    ] {
      headers[name] = answer.headers.first(name: name.rawName)
    }
    self.init(
      status: .init(code: Int(answer.status.code)), headers: headers, body: ResponseBody(byteBuffer: answer.body))
  }
}
