/// A request in the one form that both sides hash.
///
/// Source: *AWS Identity and Access Management User Guide*, "Create a signed AWS API request", step 1.
struct CanonicalRequest: Hashable, Sendable {
  let text: String
  /// The names of the headers that are signed: `content-type;host;x-amz-date`.
  let signedHeaders: String

  /// - Parameters:
  ///   - path: the absolute path, already encoded.
  ///   - query: the query, already encoded and in order; DynamoDB's requests have none.
  ///   - headers: every one of them is signed.
  init(method: String, path: String = "/", query: String = "", headers: [HTTPHeader], payload: [UInt8]) {
    let lines = Self.canonical(headers)
    let names = lines.map(\.name).joined(separator: ";")
    var text = method + "\n" + path + "\n" + query + "\n"
    for line in lines { text += line.name + ":" + line.value + "\n" }
    self.text = text + "\n" + names + "\n" + Hash.hexadecimal(of: payload)
    signedHeaders = names
  }

  /// Names in lower case and in order, one line for each; the values of a repeated name joined by commas.
  private static func canonical(_ headers: [HTTPHeader]) -> [HTTPHeader] {
    var lines: [HTTPHeader] = []
    let sorted = headers.enumerated()
      .map { (position: $0.offset, header: HTTPHeader($0.element.name.lowercased(), trimmed($0.element.value))) }
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
    let isSpace = { (byte: UInt8) in byte == 0x20 || (0x09...0x0D).contains(byte) }
    guard value.utf8.contains(where: isSpace) else { return value }
    return value.utf8.split(whereSeparator: isSpace).map { String(Substring($0)) }.joined(separator: " ")
  }
}
