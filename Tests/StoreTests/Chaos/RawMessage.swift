/// The bytes of one HTTP/1.1 message whose length its head gives.
struct RawMessage: Sendable {
  private(set) var bytes: [UInt8] = []
  /// Where the body begins, once the head is complete.
  private var bodyStart: Int?
  private var bodyLength = 0

  var isEmpty: Bool { bytes.isEmpty }
  var isWhole: Bool { bodyStart.map { bytes.count >= $0 + bodyLength } ?? false }

  var head: [UInt8] { Array(bytes[..<(bodyStart ?? 0)]) }
  var body: [UInt8] { Array(bytes[(bodyStart ?? 0)...]) }

  mutating func append(_ part: some Sequence<UInt8>) {
    bytes += part
    guard bodyStart == nil else { return }
    guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return }
    bodyStart = end.upperBound
    bodyLength = header("content-length").flatMap { Int($0) } ?? 0
  }

  /// The value of the head's first line with this name, in lower case.
  func header(_ name: String) -> String? {
    for line in String(decoding: head, as: UTF8.self).split(separator: "\r\n") {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2, parts[0].lowercased() == name else { continue }
      return parts[1].trimming(" ")
    }
    return nil
  }

  /// The same message with another body and, if one is given, another checksum.
  func replacing(body: [UInt8], checksum: UInt32? = nil) -> [UInt8] {
    var lines = String(decoding: head, as: UTF8.self).components(separatedBy: "\r\n").filter { !$0.isEmpty }
    for (index, line) in lines.enumerated() {
      let name = line.prefix { $0 != ":" }.lowercased()
      if name == "content-length" { lines[index] = "Content-Length: \(body.count)" }
      if name == "x-amz-crc32", let checksum { lines[index] = "x-amz-crc32: \(checksum)" }
    }
    return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body
  }
}

extension Substring {
  fileprivate func trimming(_ character: Character) -> String {
    String(drop { $0 == character }.reversed().drop { $0 == character }.reversed())
  }
}

extension String {
  /// Its parts between the occurrences of `separator`. ("\r\n" is one character, so that `split` would do it too.)
  fileprivate func components(separatedBy separator: Character) -> [String] {
    split(separator: separator, omittingEmptySubsequences: false).map(String.init)
  }
}
