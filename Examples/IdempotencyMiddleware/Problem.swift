import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore

/// A refusal, as RFC 9457 has it.
struct Problem {
  var status: HTTPResponse.Status
  var title: String
  var detail: String
  /// In how many seconds it is worth another try.
  var retryAfter: Int64?

  private struct Body: Encodable {
    var type: String
    var title: String
    var status: Int
    var detail: String
  }

  /// - Parameter documentation: where the keys' rules are written down for the clients: the draft wants a link to them.
  func response(documentation: String?) -> Response {
    let body = Body(type: documentation ?? "about:blank", title: title, status: status.code, detail: detail)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let json = (try? encoder.encode(body)).map { ByteBuffer(bytes: $0) } ?? ByteBuffer()
    var headers: HTTPFields = [.contentType: "application/problem+json", .contentLanguage: "en"]
    if let documentation { headers[.link] = "<\(documentation)>; rel=\"describedby\"; type=\"text/html\"" }
    if let retryAfter { headers[.retryAfter] = String(max(1, retryAfter)) }
    return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: json))
  }
}

extension HTTPField.Name {
  fileprivate static let link = Self("Link")!
}

extension Problem {
  static let missingKey = Problem(
    status: .badRequest, title: "Idempotency-Key is missing",
    detail:
      "This operation needs an Idempotency-Key: a value of its own for each request, and the same one for each retry.")

  static func malformedKey(_ reason: String) -> Problem {
    Problem(status: .badRequest, title: "Idempotency-Key is malformed", detail: "The key cannot be used: \(reason).")
  }

  static func tooLarge(_ limit: Int) -> Problem {
    Problem(
      status: .contentTooLarge, title: "The request is too large",
      detail: "A request with an Idempotency-Key may have \(limit) bytes.")
  }

  static func inProgress(retryAfter: Int64?) -> Problem {
    Problem(
      status: .conflict, title: "A request is outstanding for this Idempotency-Key",
      detail: "A request with the same key is being processed; try again for its response.", retryAfter: retryAfter)
  }

  static let mismatch = Problem(
    status: .unprocessableContent, title: "Idempotency-Key is already used",
    detail:
      "The key was used with another method, path or body. Nothing was done; use a key of its own for each request.")

  static let notReplayable = Problem(
    status: .internalServerError, title: "The request is done, and its response is not to be had any more",
    detail: "The request is not done again as long as its key is kept.")

  static func responseTooLarge(_ limit: Int) -> Problem {
    Problem(
      status: .internalServerError, title: "The request is done, and its response is too large",
      detail: "A response that can be given again has \(limit) bytes at most. The request is not done again.")
  }

  static let unavailable = Problem(
    status: .serviceUnavailable, title: "Whether the request was done cannot be told just now",
    detail: "Try again with the same key.", retryAfter: 1)

  static let misused = Problem(
    status: .internalServerError, title: "The request could not be processed", detail: "Nothing was done.")
}
