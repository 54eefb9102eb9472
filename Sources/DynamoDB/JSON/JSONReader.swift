/// Reads JSON straight out of a byte buffer: no tree in between.
///
/// A member whose value is `null` counts as absent, which is how DynamoDB reads requests. Nesting is bounded
/// (``maximumDepth``), every string must be UTF-8, and no input makes it crash or take more than linear time.
///
/// Each method reads what comes next, and throws ``DynamoDBError/serialization(_:)`` where that is something else or no
/// JSON, ``DynamoDBError/validation(_:)`` for a number that DynamoDB does not have, and what a closure throws. The reader is
/// of no use after that.
///
/// Source: RFC 8259.
public struct JSONReader: Sendable {
  /// How deep objects and arrays may nest: DynamoDB's 32 levels of attribute values take two JSON levels
  /// each, with room for the request around them.
  public static let maximumDepth = 100

  private let bytes: [UInt8]
  private var position = 0
  private var depth = 0

  /// Reads from the beginning of `bytes`.
  public init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Reads an object, member by member; `member` must read the value of the name it is given.
  public mutating func object(
    _ member: (inout JSONReader, String) throws(DynamoDBError) -> Void
  ) throws(DynamoDBError) {
    try open(UInt8(ascii: "{"), as: "an object")
    if try close(UInt8(ascii: "}")) { return }
    while true {
      let name = try string()
      try expect(UInt8(ascii: ":"))
      if try !skipNull() { try member(&self, name) }
      if try close(UInt8(ascii: "}")) { return }
      try expect(UInt8(ascii: ","))
    }
  }

  /// Reads an array, element by element; `element` must read the value.
  public mutating func array(_ element: (inout JSONReader) throws(DynamoDBError) -> Void) throws(DynamoDBError) {
    try open(UInt8(ascii: "["), as: "an array")
    if try close(UInt8(ascii: "]")) { return }
    while true {
      try element(&self)
      if try close(UInt8(ascii: "]")) { return }
      try expect(UInt8(ascii: ","))
    }
  }

  /// Reads an array whose elements are all read by `element`.
  public mutating func list<Element>(
    _ element: (inout JSONReader) throws(DynamoDBError) -> Element
  ) throws(DynamoDBError) -> [Element] {
    var elements: [Element] = []
    try array { reader throws(DynamoDBError) in elements.append(try element(&reader)) }
    return elements
  }

  /// Reads an object whose values are all read by `value`.
  public mutating func dictionary<Value>(
    _ value: (inout JSONReader) throws(DynamoDBError) -> Value
  ) throws(DynamoDBError) -> [String: Value] {
    var entries: [String: Value] = [:]
    try object { reader, name throws(DynamoDBError) in
      // Room for a row of this kind of table, so that it does not grow three times on the way.
      if entries.isEmpty { entries.reserveCapacity(6) }
      guard entries.updateValue(try value(&reader), forKey: name) == nil else { throw reader.standsTwice(name) }
    }
    return entries
  }

  /// What is said of an object that has a name twice.
  func standsTwice(_ name: String) -> DynamoDBError {
    malformed("the name \"\(name)\" stands twice in one object, byte for byte or in another Unicode form")
  }

  /// Reads a string.
  public mutating func string() throws(DynamoDBError) -> String {
    let token = try stringToken()
    if token.isEscaped { return try unescaped(bytes[token.range]) }
    let text: String? = unsafe bytes.withUnsafeBufferPointer { bytes in
      let utf8 = unsafe UnsafeBufferPointer(rebasing: bytes[token.range])
      // Validating looks up its types each time, which for a short text takes longer than all the rest.
      return unsafe token.isASCII ? String(decoding: utf8, as: UTF8.self) : String(validating: utf8, as: UTF8.self)
    }
    guard let text else { throw malformed("text that is not UTF-8") }
    return text
  }

  /// Reads a number that stands in a string, exactly, as DynamoDB writes them.
  public mutating func number() throws(DynamoDBError) -> Number {
    let token = try stringToken()
    let text = token.isEscaped ? ArraySlice(try unescaped(bytes[token.range]).utf8) : bytes[token.range]
    do throws(Number.FormatError) {
      return try Number(parsing: text)
    } catch {
      throw .validation(error.message)
    }
  }

  /// Reads bytes that stand in a string.
  public mutating func base64() throws(DynamoDBError) -> [UInt8] {
    let token = try stringToken()
    let decoded =
      token.isEscaped
      ? Base64.decode(Array(try unescaped(bytes[token.range]).utf8)) : Base64.decode(bytes[token.range])
    guard let decoded else { throw malformed("text that is not base64 with padding") }
    return decoded
  }

  /// Reads `true` or `false`.
  public mutating func bool() throws(DynamoDBError) -> Bool {
    skipWhiteSpace()
    if consume("true") { return true }
    if consume("false") { return false }
    throw unexpected("true or false")
  }

  /// Reads a number without a fraction.
  public mutating func integer() throws(DynamoDBError) -> Int {
    skipWhiteSpace()
    let start = position
    guard let value = Int(String(decoding: numberToken(), as: UTF8.self)) else {
      position = start
      throw unexpected("a whole number")
    }
    return value
  }

  /// Reads a number.
  public mutating func double() throws(DynamoDBError) -> Double {
    skipWhiteSpace()
    let start = position
    guard let value = Double(String(decoding: numberToken(), as: UTF8.self)), value.isFinite else {
      position = start
      throw unexpected("a number")
    }
    return value
  }

  /// Reads `{"S": "text"}` or `{"N": "1"}`, written in the usual way, without a `String` for the type's tag.
  /// `nil` for anything else, of which nothing has been read then.
  mutating func plainValue() throws(DynamoDBError) -> AttributeValue? {
    skipWhiteSpace()
    let start = position
    guard depth < Self.maximumDepth, consume("{\""), let tag = peek else {
      position = start
      return nil
    }
    position += 1
    guard tag == UInt8(ascii: "S") || tag == UInt8(ascii: "N"), consume("\":"), isAtString else {
      position = start
      return nil
    }
    let value: AttributeValue = tag == UInt8(ascii: "S") ? .string(try string()) : .number(try number())
    skipWhiteSpace()
    guard peek == UInt8(ascii: "}") else {
      position = start
      return nil
    }
    position += 1
    return value
  }

  /// Passes over one value of any kind.
  public mutating func skip() throws(DynamoDBError) {
    skipWhiteSpace()
    switch peek {
    case UInt8(ascii: "{"): try object { reader, _ throws(DynamoDBError) in try reader.skip() }
    case UInt8(ascii: "["): try array { reader throws(DynamoDBError) in try reader.skip() }
    case UInt8(ascii: "\""): _ = try stringToken()
    case UInt8(ascii: "t"), UInt8(ascii: "f"): _ = try bool()
    case UInt8(ascii: "n"): if try !skipNull() { throw unexpected("a value") }
    default: _ = try double()
    }
  }

  /// Whether nothing but white space is left.
  var isAtEnd: Bool {
    mutating get {
      skipWhiteSpace()
      return position >= bytes.count
    }
  }

  /// Checks that nothing but white space is left.
  public mutating func finish() throws(DynamoDBError) {
    skipWhiteSpace()
    if position < bytes.count { throw unexpected("the end") }
  }

  /// What ``DynamoDBError/serialization(_:)`` says of a place in the text, never quoting it.
  func malformed(_ what: String) -> DynamoDBError { .serialization("\(what), at byte \(position)") }
}

// MARK: - Tokens

extension JSONReader {
  private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  private var isAtString: Bool {
    mutating get {
      skipWhiteSpace()
      return peek == UInt8(ascii: "\"")
    }
  }

  private mutating func skipWhiteSpace() {
    while let byte = peek, byte == 0x20 || (byte >= 0x09 && byte <= 0x0D && byte != 0x0B && byte != 0x0C) {
      position += 1
    }
  }

  private mutating func consume(_ word: StaticString) -> Bool {
    let length = word.utf8CodeUnitCount
    guard bytes.count - position >= length else { return false }
    for index in 0..<length where unsafe bytes[position + index] != word.utf8Start[index] { return false }
    position += length
    return true
  }

  private mutating func skipNull() throws(DynamoDBError) -> Bool {
    skipWhiteSpace()
    return peek == UInt8(ascii: "n") && consume("null")
  }

  private mutating func expect(_ byte: UInt8) throws(DynamoDBError) {
    skipWhiteSpace()
    guard peek == byte else { throw unexpected("\"\(Character(Unicode.Scalar(byte)))\"") }
    position += 1
  }

  private mutating func open(_ byte: UInt8, as what: String) throws(DynamoDBError) {
    skipWhiteSpace()
    guard peek == byte else { throw unexpected(what) }
    position += 1
    depth += 1
    if depth > Self.maximumDepth { throw malformed("more than \(Self.maximumDepth) nested objects and arrays") }
  }

  private mutating func close(_ byte: UInt8) throws(DynamoDBError) -> Bool {
    skipWhiteSpace()
    guard peek == byte else { return false }
    position += 1
    depth -= 1
    return true
  }

  private func unexpected(_ expected: String) -> DynamoDBError {
    let found =
      switch peek {
      case nil: "the end of the text"
      case UInt8(ascii: "{"): "an object"
      case UInt8(ascii: "["): "an array"
      case UInt8(ascii: "\""): "a string"
      case let byte? where Self.isNumberByte(byte): "a number"
      default: "something else"
      }
    return malformed("expected \(expected), found \(found)")
  }

  private mutating func numberToken() -> ArraySlice<UInt8> {
    let start = position
    while let byte = peek, Self.isNumberByte(byte) { position += 1 }
    return bytes[start..<position]
  }

  private static func isNumberByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "e"), UInt8(ascii: "E"):
      true
    default: false
    }
  }

  /// Where a string's text is: between its quotes.
  private struct StringToken {
    var range: Range<Int>
    var isEscaped: Bool
    var isASCII: Bool
  }

  private mutating func stringToken() throws(DynamoDBError) -> StringToken {
    skipWhiteSpace()
    guard peek == UInt8(ascii: "\"") else { throw unexpected("a string") }
    let start = position + 1
    var isEscaped = false
    var (end, isASCII) = plainText(from: start)
    while end < bytes.count {
      let byte = bytes[end]
      switch byte {
      case UInt8(ascii: "\""):
        position = end + 1
        return StringToken(range: start..<end, isEscaped: isEscaped, isASCII: isASCII)
      case UInt8(ascii: "\\"):
        isEscaped = true
        end = plainText(from: end + 2).end
      case 0..<0x20:
        position = end
        throw malformed("a control character inside a string")
      default:
        if byte >= 0x80 { isASCII = false }
        end += 1
      }
    }
    position = bytes.count
    throw malformed("a string without its closing quote")
  }

  private func plainText(from start: Int) -> (end: Int, isASCII: Bool) {
    unsafe bytes.withUnsafeBufferPointer { unsafe PlainText.scan($0, from: start) }
  }

  private func unescaped(_ raw: ArraySlice<UInt8>) throws(DynamoDBError) -> String {
    var output: [UInt8] = []
    output.reserveCapacity(raw.count)
    var index = raw.startIndex
    while index < raw.endIndex {
      guard raw[index] == UInt8(ascii: "\\") else {
        output.append(raw[index])
        index += 1
        continue
      }
      guard index + 1 < raw.endIndex else { throw malformed("an unfinished escape") }
      index += 2
      switch raw[index - 1] {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): output.append(raw[index - 1])
      case UInt8(ascii: "b"): output.append(0x08)
      case UInt8(ascii: "f"): output.append(0x0C)
      case UInt8(ascii: "n"): output.append(0x0A)
      case UInt8(ascii: "r"): output.append(0x0D)
      case UInt8(ascii: "t"): output.append(0x09)
      case UInt8(ascii: "u"): output.append(contentsOf: String(try scalar(raw, at: &index)).utf8)
      default: throw malformed("an escape that JSON does not have")
      }
    }
    guard let text = String(validating: output, as: UTF8.self) else { throw malformed("text that is not UTF-8") }
    return text
  }

  /// The scalar of a `\u` escape whose digits start at `index`, a surrogate pair taken whole.
  private func scalar(_ raw: ArraySlice<UInt8>, at index: inout Int) throws(DynamoDBError) -> Character {
    var code = try codeUnit(raw, at: &index)
    if (0xD800..<0xDC00).contains(code) {
      guard index + 1 < raw.endIndex, raw[index] == UInt8(ascii: "\\"), raw[index + 1] == UInt8(ascii: "u") else {
        throw malformed("half of a surrogate pair")
      }
      index += 2
      let low = try codeUnit(raw, at: &index)
      guard (0xDC00..<0xE000).contains(low) else { throw malformed("half of a surrogate pair") }
      code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
    }
    guard let scalar = Unicode.Scalar(code) else { throw malformed("half of a surrogate pair") }
    return Character(scalar)
  }

  private func codeUnit(_ raw: ArraySlice<UInt8>, at index: inout Int) throws(DynamoDBError) -> UInt32 {
    guard raw.endIndex - index >= 4 else { throw malformed("a \\u escape without four digits") }
    var code: UInt32 = 0
    for byte in raw[index..<index + 4] {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw malformed("a \\u escape without four digits")
      }
      code = code << 4 | UInt32(digit)
    }
    index += 4
    return code
  }
}
