/// A header line that is signed.
package protocol SignableHeader {
  var name: String { get }
  var value: String { get }
}

/// A request in the one form that both sides hash.
///
/// Source: *AWS Identity and Access Management User Guide*, "Create a signed AWS API request", step 1.
package struct CanonicalRequest: Hashable, Sendable {
  package let text: [UInt8]
  /// The names of the headers that are signed: `content-type;host;x-amz-date`.
  package let signedHeaders: [UInt8]

  /// - Parameters:
  ///   - path: the absolute path, already encoded.
  ///   - query: the query, already encoded and in order; DynamoDB's requests have none.
  ///   - headers: every one of them is signed.
  package init(
    method: String, path: String = "/", query: String = "", headers: [some SignableHeader], payload: [UInt8]
  ) {
    self.init(
      method: method, path: path, query: query, canonicalHeaders: Self.canonical(headers), payload: payload)
  }

  /// - Parameter canonicalHeaders: in the order of their names, which are in lower case and differ, with values for
  ///   which ``isCanonicalValue(_:)`` holds.
  @inlinable
  package init(
    method: String, path: String = "/", query: String = "", canonicalHeaders headers: [some SignableHeader],
    payload: [UInt8]
  ) {
    var text: [UInt8] = []
    text.reserveCapacity(1024)
    for part in [method, path, query] {
      text.append(contentsOf: part.utf8)
      text.append(UInt8(ascii: "\n"))
    }
    var names: [UInt8] = []
    names.reserveCapacity(128)
    for header in headers {
      if !names.isEmpty { names.append(UInt8(ascii: ";")) }
      names.append(contentsOf: header.name.utf8)
      text.append(contentsOf: header.name.utf8)
      text.append(UInt8(ascii: ":"))
      text.append(contentsOf: header.value.utf8)
      text.append(UInt8(ascii: "\n"))
    }
    text.append(UInt8(ascii: "\n"))
    text.append(contentsOf: names)
    text.append(UInt8(ascii: "\n"))
    Hash.appendHexadecimal(of: payload, to: &text)
    self.text = text
    signedHeaders = names
  }
}

// MARK: - Headers

private struct CanonicalHeader: SignableHeader {
  var name: String
  var value: String
}

extension CanonicalRequest {
  /// Whether it stands in the canonical form as it is, as nearly every value does.
  package static func isCanonicalValue(_ value: String) -> Bool {
    var afterSpace = true
    for byte in value.utf8 {
      let isSpace = byte <= UInt8(ascii: " ") && isSpace(byte)
      if isSpace && (afterSpace || byte != UInt8(ascii: " ")) { return false }
      afterSpace = isSpace
    }
    return value.isEmpty || !afterSpace
  }

  /// Names in lower case and in order, one line for each; the values of a repeated name joined by commas.
  private static func canonical(_ headers: [some SignableHeader]) -> [CanonicalHeader] {
    var lines: [CanonicalHeader] = []
    let sorted = headers.enumerated()
      .map {
        (
          position: $0.offset,
          header: CanonicalHeader(name: $0.element.name.lowercased(), value: trimmed($0.element.value))
        )
      }
      .sorted { ($0.header.name, $0.position) < ($1.header.name, $1.position) }
    for (_, header) in sorted {
      if lines.last?.name == header.name {
        lines[lines.count - 1].value += "," + header.value
      } else {
        lines.append(header)
      }
    }
    return lines
  }

  /// Without white space at the ends, and with one space for each run of it inside.
  private static func trimmed(_ value: String) -> String {
    guard !isCanonicalValue(value) else { return value }
    return value.utf8.split(whereSeparator: isSpace).map { String(Substring($0)) }.joined(separator: " ")
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) }
}
