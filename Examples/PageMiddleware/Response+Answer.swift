internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import TableTheory

extension HTTPAnswer {
  /// Whether it can be sent without the body, which tells a HEAD's length where nothing else does.
  var needsNoBody: Bool { !sendsBody && (status == 304 || status == 412 || headers[.contentLength] != nil) }
}

extension Response {
  init(_ answer: HTTPAnswer, body: [UInt8]?) {
    let status = HTTPResponse.Status(code: answer.status)
    if let body {
      self.init(status: status, headers: answer.headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    } else if answer.status == 304 {
      // No length at all: one of 0 would be the page's (RFC 9110, 8.6).
      self.init(status: status, headers: answer.headers, body: ResponseBody { try await $0.finish(nil) })
    } else {
      // Where the headers have a length, a HEAD's, it stays.
      self.init(status: status, headers: answer.headers, body: ResponseBody())
    }
  }
}
