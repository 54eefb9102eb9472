/// One header line.
public struct HTTPHeader: Hashable, Sendable {
  /// In lower case.
  public var name: String
  /// As it is sent.
  public var value: String

  /// A header; its name in lower case.
  public init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

/// A whole request, its body in memory.
public struct HTTPRequest: Hashable, Sendable {
  /// `GET`, `POST` and so on.
  public var method: String
  /// An absolute `http` or `https` URL.
  public var url: String
  /// `Content-Length` is the transport's to add; every other header is sent as it stands here.
  public var headers: [HTTPHeader]
  /// As it is signed and sent; nothing changes it on the way.
  public var body: [UInt8]

  /// A request of its parts.
  public init(method: String = "POST", url: String, headers: [HTTPHeader] = [], body: [UInt8] = []) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
  }
}

/// A whole answer, its body in memory.
public struct HTTPResponse: Hashable, Sendable {
  /// The status code.
  public var status: Int
  /// In the order in which they came.
  public var headers: [HTTPHeader]
  /// The whole of it.
  public var body: [UInt8]

  /// An answer of its parts: for transports and tests that make one.
  public init(status: Int, headers: [HTTPHeader] = [], body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// The value of the first header with this name; case does not matter (RFC 9110, 5.1).
  public func header(_ name: String) -> String? {
    headers.first { header in
      header.name.utf8.count == name.utf8.count
        && header.name.utf8.elementsEqual(name.utf8, by: Self.equalIgnoringCase)
    }?.value
  }

  private static func equalIgnoringCase(_ left: UInt8, _ right: UInt8) -> Bool {
    left == right || (left ^ right == 0x20 && (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(left | 0x20))
  }
}

// MARK: - Descriptions

// A transport may be wrapped in one that logs: neither a signature nor a token is to get into its log.

extension HTTPHeader: CustomStringConvertible, CustomReflectable {
  public var description: String { "\(name): \(isSecret ? "<redacted>" : value)" }

  public var customMirror: Mirror {
    Mirror(self, children: ["name": name, "value": isSecret ? "<redacted>" : value], displayStyle: .struct)
  }

  private var isSecret: Bool {
    let name = name.lowercased()
    return name == "authorization" || name.hasSuffix("-token")
  }
}

extension HTTPRequest: CustomStringConvertible, CustomReflectable {
  public var description: String { "\(method) \(url), \(body.count) bytes" }

  public var customMirror: Mirror {
    Mirror(
      self, children: ["method": method, "url": url, "headers": headers, "body": "\(body.count) bytes"],
      displayStyle: .struct)
  }
}

extension HTTPResponse: CustomStringConvertible, CustomReflectable {
  public var description: String { "HTTP \(status), \(body.count) bytes" }

  public var customMirror: Mirror {
    Mirror(
      self, children: ["status": status, "headers": headers, "body": "\(body.count) bytes"], displayStyle: .struct)
  }
}
