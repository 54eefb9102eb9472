/// A request to one of AWS's services that have paths and methods, before it is signed.
package struct SignedRequest: Sendable {
  package var method: String
  package var endpoint: Endpoint
  /// The absolute path, encoded as the service signs it.
  package var path: String
  /// Not encoded; in any order.
  package var query: [(name: String, value: String)]
  /// In lower case. `host` and what signing needs are added.
  package var headers: [HTTPHeader]
  package var body: [UInt8]

  package init(
    method: String, endpoint: Endpoint, path: String, query: [(name: String, value: String)] = [],
    headers: [HTTPHeader] = [], body: [UInt8] = []
  ) {
    self.method = method
    self.endpoint = endpoint
    self.path = path
    self.query = query
    self.headers = headers
    self.body = body
  }

  /// In the order and form that are signed.
  ///
  /// Source: *AWS Identity and Access Management User Guide*, "Create a signed AWS API request", step 1.
  var canonicalQuery: String {
    query.map { (URIEncoding.encoded($0.name), URIEncoding.encoded($0.value)) }
      .sorted { ($0.0, $0.1) < ($1.0, $1.1) }
      .map { "\($0.0)=\($0.1)" }.joined(separator: "&")
  }
}

/// Encoding as Signature Version 4 wants it: all but RFC 3986's unreserved characters, once.
///
/// Source: *Amazon S3 API Reference*, "Authenticating Requests: Using the Authorization Header", "UriEncode".
package enum URIEncoding {
  package static func encoded(_ text: String, keepingSlashes: Bool = false) -> String {
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"):
        bytes.append(byte)
      case UInt8(ascii: "/") where keepingSlashes: bytes.append(byte)
      default:
        bytes.append(UInt8(ascii: "%"))
        bytes.append(contentsOf: String(byte >> 4, radix: 16, uppercase: true).utf8)
        bytes.append(contentsOf: String(byte & 15, radix: 16, uppercase: true).utf8)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
