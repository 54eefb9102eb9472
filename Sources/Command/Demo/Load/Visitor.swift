import AsyncHTTPClient
import DynamoDB
import NIOCore
import NIOHTTP1

/// Asks a worker for a page, another one if that one is dead, and writes down what came of it.
struct Visitor: Sendable {
  let http: HTTPClient
  let fleet: Fleet
  let recorder: Recorder
  let time: any TimeSource
  /// How long an answer may take before the request is sent to another worker.
  let patience: Duration

  /// An answer as it came, and which page's it is.
  struct Answer: Sendable {
    var status: HTTPResponseStatus
    var headers: HTTPHeaders
    var body: ByteBuffer
  }

  /// - Parameters:
  ///   - turn: the place in the round of workers to begin at.
  ///   - isCounted: whether the request is one of the load's, which the statistics are of.
  /// - Returns: The answer, or `nil` where no worker could give one.
  @discardableResult
  func visit(_ page: SitePage, turn: Int, headers: HTTPHeaders = [:], isCounted: Bool) async -> Answer? {
    let start = time.uptime
    let floor = recorder.record { $0.responseBegins(page.name) }
    for attempt in 0...fleet.count {
      guard let worker = fleet.worker(at: turn + attempt) else { break }
      guard let answer = await ask(worker.port, page.path, headers) else {
        if isCounted { recorder.record { $0.requestRetried() } }
        continue
      }
      let latency = time.uptime - start
      guard let response = RunHistory.Response(page: page.name, worker: worker.number, answer) else {
        if isCounted { recorder.record { $0.requestFailed(latency: latency) } }
        return answer
      }
      fleet.update(worker.number) { $0.requests += 1 }
      recorder.record { $0.responseEnded(response, floor: floor, latency: isCounted ? latency : nil) }
      return answer
    }
    let latency = time.uptime - start
    if isCounted { recorder.record { $0.requestFailed(latency: latency) } }
    return nil
  }

  /// Gets something that is no page.
  func get(_ path: String, turn: Int) async -> Answer? {
    guard let worker = fleet.worker(at: turn) else { return nil }
    return await ask(worker.port, path, [:])
  }

  private func ask(_ port: Int, _ path: String, _ headers: HTTPHeaders) async -> Answer? {
    var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(path)")
    request.headers = headers
    do {
      let response = try await http.execute(request, timeout: TimeAmount(patience))
      return Answer(
        status: response.status, headers: response.headers, body: try await response.body.collect(upTo: 8 << 20))
    } catch {
      return nil
    }
  }
}

extension RunHistory.Response {
  /// Reads what the workers' headers say; `nil` for an answer that is no page.
  fileprivate init?(page: String, worker: Int, _ answer: Visitor.Answer) {
    guard answer.status == .ok || answer.status == .notModified,
      let source = answer.headers.first(name: "X-Cache").flatMap(Source.init(rawValue:)),
      let generation = answer.headers.first(name: "X-Generation").flatMap({ Int64($0) })
    else { return nil }
    self.init(page: page, worker: worker, source: source, generation: generation)
  }
}
