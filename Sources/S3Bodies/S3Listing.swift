internal import AWSDynamoDB
internal import DynamoDB
internal import TableTheory

/// Reads the answer to `ListObjectsV2`.
///
/// Source: *Amazon S3 API Reference*, `ListObjectsV2`, "Response Syntax".
enum S3Listing {
  /// - Returns: `nil` where it is not such an answer, or not the whole of one. Objects with names that no body has are
  ///   left out.
  static func page(_ body: [UInt8]) -> BodyPage? {
    let text = String(decoding: body, as: UTF8.self)
    // The root has its namespace in the tag.
    guard text.contains("<ListBucketResult"), text.contains("</ListBucketResult>"),
      let isTruncated = XMLText.value(of: "IsTruncated", in: text[...])
    else { return nil }
    var page = BodyPage(bodies: [])
    for object in XMLText.contents(of: "Contents", in: text[...]) {
      guard let key = XMLText.value(of: "Key", in: object).flatMap(decoded),
        let size = XMLText.value(of: "Size", in: object).flatMap({ Int64($0) }),
        let storedAt = XMLText.value(of: "LastModified", in: object).flatMap({ Timestamp(iso8601: $0) })
      else { return nil }
      if let name = try? BodyName(key) { page.bodies.append(StoredBody(name: name, size: size, storedAt: storedAt)) }
    }
    if isTruncated == "true" {
      guard let next = XMLText.value(of: "NextContinuationToken", in: text[...]) else { return nil }
      page.next = next
    }
    return page
  }

  /// As `encoding-type=url` has it: `+` is a space.
  private static func decoded(_ text: String) -> String? {
    var bytes: [UInt8] = []
    var rest = Substring(text).utf8
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "+"): bytes.append(0x20)
      case UInt8(ascii: "%"):
        let digits = rest.prefix(2)
        guard digits.count == 2, digits.allSatisfy(isDigit), let value = UInt8(String(Substring(digits)), radix: 16)
        else {
          return nil
        }
        bytes.append(value)
        rest = rest.dropFirst(2)
      default: bytes.append(byte)
      }
    }
    return String(validating: bytes, as: UTF8.self)
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (UInt8(ascii: "A")...UInt8(ascii: "F")).contains(byte)
      || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
  }
}
