internal import AWSDynamoDB
internal import DynamoDB
internal import TableTheory

/// One operation on a bucket or an object, without its address.
struct S3Request: Sendable {
  var method: String
  var query: [(name: String, value: String)] = []
  var headers: [HTTPHeader] = []
  var body: [UInt8] = []

  /// - Parameter onlyIfNew: S3 refuses it with 412 where there is an object of the name.
  static func put(_ body: [UInt8], _ contentType: String?, onlyIfNew: Bool) -> S3Request {
    var headers = [HTTPHeader("x-amz-checksum-sha256", base64(ContentHash(of: body)))]
    if let contentType { headers.append(HTTPHeader("content-type", contentType)) }
    if onlyIfNew { headers.append(HTTPHeader("if-none-match", "*")) }
    return S3Request(method: "PUT", headers: headers, body: body)
  }

  static let get = S3Request(method: "GET", headers: [HTTPHeader("x-amz-checksum-mode", "ENABLED")])

  static let delete = S3Request(method: "DELETE")

  /// Names come percent-encoded: XML 1.0 has no form for some of the characters that they may have.
  static func list(prefix: String, after token: String?) -> S3Request {
    var request = S3Request(method: "GET", query: [("list-type", "2"), ("encoding-type", "url"), ("prefix", prefix)])
    if let token { request.query.append(("continuation-token", token)) }
    return request
  }

  static func base64(_ hash: ContentHash) -> String {
    var text: [UInt8] = []
    Base64.encode(hash.bytes, into: &text)
    return String(decoding: text, as: UTF8.self)
  }
}
