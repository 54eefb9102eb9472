/// Writes JSON straight into a byte buffer: no tree in between.
///
/// Commas are placed by looking at the last byte written, so that callers only say what comes next.
public struct JSONWriter: Sendable {
  /// What was written so far.
  public private(set) var bytes: [UInt8]

  /// Begins an empty text, with room for `capacity` bytes: a longer one takes more as it grows.
  public init(reservingCapacity capacity: Int = 256) {
    bytes = []
    bytes.reserveCapacity(capacity)
  }

  /// Writes an object; `body` writes its keys and values.
  public mutating func object(_ body: (inout JSONWriter) -> Void) {
    separate()
    bytes.append(UInt8(ascii: "{"))
    body(&self)
    bytes.append(UInt8(ascii: "}"))
  }

  /// Writes an array; `body` writes one element.
  public mutating func array<Element>(_ elements: some Sequence<Element>, _ body: (inout JSONWriter, Element) -> Void) {
    separate()
    bytes.append(UInt8(ascii: "["))
    for element in elements { body(&self, element) }
    bytes.append(UInt8(ascii: "]"))
  }

  /// The name of the member whose value comes next.
  public mutating func key(_ name: String) {
    string(name)
    bytes.append(UInt8(ascii: ":"))
  }

  /// Writes a string with the escapes that it needs.
  public mutating func string(_ text: String) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    var text = text
    text.withUTF8 { utf8 in
      if unsafe Self.needsEscapes(utf8) {
        for index in 0..<utf8.count { unsafe appendEscaped(utf8[index]) }
      } else {
        unsafe bytes.append(contentsOf: utf8)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// Writes `true` or `false`.
  public mutating func bool(_ flag: Bool) { literal(flag ? "true" : "false") }

  /// Writes a number without a fraction.
  public mutating func integer(_ value: some BinaryInteger) { literal(String(value)) }

  /// A finite number; anything else is written as 0, for which JSON has no better word.
  public mutating func double(_ value: Double) { literal(value.isFinite ? value.description : "0") }

  /// A number's exact text, in quotes, as DynamoDB's `N` carries it.
  public mutating func quoted(_ number: Number) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    number.write(to: &bytes)
    bytes.append(UInt8(ascii: "\""))
  }

  /// Bytes in base64, in quotes, as DynamoDB's `B` carries them.
  public mutating func base64(_ data: [UInt8]) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    Base64.encode(data, into: &bytes)
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func literal(_ text: String) {
    separate()
    bytes.append(contentsOf: text.utf8)
  }

  private mutating func separate() {
    switch bytes.last {
    case nil, UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: ":"): break
    default: bytes.append(UInt8(ascii: ","))
    }
  }

  private static func needsEscapes(_ utf8: UnsafeBufferPointer<UInt8>) -> Bool {
    for index in unsafe PlainText.scan(utf8, from: 0).end..<utf8.count {
      let byte = unsafe utf8[index]
      if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return true }
    }
    return false
  }

  private mutating func appendEscaped(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"):
      bytes.append(UInt8(ascii: "\\"))
      bytes.append(byte)
    case UInt8(ascii: "\n"): bytes.append(contentsOf: #"\n"#.utf8)
    case UInt8(ascii: "\r"): bytes.append(contentsOf: #"\r"#.utf8)
    case UInt8(ascii: "\t"): bytes.append(contentsOf: #"\t"#.utf8)
    case 0..<0x20:
      bytes.append(contentsOf: #"\u00"#.utf8)
      bytes.append(Self.hexDigits[Int(byte >> 4)])
      bytes.append(Self.hexDigits[Int(byte & 15)])
    default: bytes.append(byte)
    }
  }

  private static let hexDigits = [UInt8]("0123456789abcdef".utf8)
}

/// A value that is written as DynamoDB's JSON and read back from it.
public protocol JSONCodable {
  /// Writes this value as one JSON value.
  func write(to writer: inout JSONWriter)

  /// Reads one JSON value.
  ///
  /// - Throws: ``DynamoDBError/serialization(_:)`` for what is not JSON or has the wrong JSON types, and
  ///   ``DynamoDBError/validation(_:)`` for values that DynamoDB refuses.
  init(from reader: inout JSONReader) throws(DynamoDBError)
}

extension JSONCodable {
  /// This value as the bytes of one JSON document.
  public var json: [UInt8] {
    var writer = JSONWriter()
    write(to: &writer)
    return writer.bytes
  }

  /// Reads one whole JSON document; nothing but white space may follow.
  ///
  /// - Throws: as ``init(from:)``; what is not JSON at all is said to be so before anything else is said about it.
  public init(json bytes: [UInt8]) throws(DynamoDBError) {
    do throws(DynamoDBError) {
      var reader = JSONReader(bytes)
      try self.init(from: &reader)
      try reader.finish()
    } catch {
      var reader = JSONReader(bytes)
      try reader.skip()
      try reader.finish()
      throw error
    }
  }
}
