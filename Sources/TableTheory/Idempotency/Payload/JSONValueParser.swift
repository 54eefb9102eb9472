import DynamoDB

/// Reads JSON into a tree, strictly after RFC 8259, in time linear in its length but for sorting.
///
/// Strings are left to ``JSONReader``, which knows escapes and UTF-8; it cannot read the rest, because for it `null` is
/// the same as an absent member and a number is a `Double`.
struct JSONValueParser {
  private let bytes: [UInt8]
  private var position = 0
  private var depth = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func whole() throws(IdempotencyError) -> JSONValue {
    let value = try value()
    skipWhiteSpace()
    guard position == bytes.count else { throw malformed }
    return value
  }

  private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  private var malformed: IdempotencyError { .invalid("the payload is not JSON at byte \(position)") }

  private mutating func value() throws(IdempotencyError) -> JSONValue {
    skipWhiteSpace()
    switch peek {
    case UInt8(ascii: "{"): return try object()
    case UInt8(ascii: "["): return try array()
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return .number(try number())
    }
  }

  private mutating func object() throws(IdempotencyError) -> JSONValue {
    try open()
    defer { depth -= 1 }
    var members: [JSONValue.Member] = []
    if take(UInt8(ascii: "}")) { return .object([]) }
    while true {
      skipWhiteSpace()
      guard peek == UInt8(ascii: "\"") else { throw malformed }
      let name = try string()
      guard take(UInt8(ascii: ":")) else { throw malformed }
      members.append(.init(name: name, value: try value()))
      if take(UInt8(ascii: "}")) { return try .sorted(members) }
      guard take(UInt8(ascii: ",")) else { throw malformed }
    }
  }

  private mutating func array() throws(IdempotencyError) -> JSONValue {
    try open()
    defer { depth -= 1 }
    var elements: [JSONValue] = []
    if take(UInt8(ascii: "]")) { return .array([]) }
    while true {
      elements.append(try value())
      if take(UInt8(ascii: "]")) { return .array(elements) }
      guard take(UInt8(ascii: ",")) else { throw malformed }
    }
  }

  private mutating func open() throws(IdempotencyError) {
    position += 1
    depth += 1
    guard depth <= JSONReader.maximumDepth else {
      throw .invalid("the payload has more than \(JSONReader.maximumDepth) nested objects and arrays")
    }
  }

  private mutating func string() throws(IdempotencyError) -> String {
    let start = position
    position += 1
    while let byte = peek, byte != UInt8(ascii: "\"") { position += byte == UInt8(ascii: "\\") ? 2 : 1 }
    guard position < bytes.count else { throw malformed }
    position += 1
    do throws(DynamoDBError) {
      var reader = JSONReader(Array(bytes[start..<position]))
      return try reader.string()
    } catch {
      throw .invalid("the payload has a string that is not JSON, at byte \(start): \(error)")
    }
  }

  private mutating func number() throws(IdempotencyError) -> String {
    var isNegative = false
    if peek == UInt8(ascii: "-") {
      isNegative = true
      position += 1
    }
    var digits = readDigits()
    guard !digits.isEmpty, digits.count == 1 || digits.first != UInt8(ascii: "0") else { throw malformed }
    var exponent = 0
    if peek == UInt8(ascii: ".") {
      position += 1
      let fraction = readDigits()
      guard !fraction.isEmpty else { throw malformed }
      digits += fraction
      exponent = -fraction.count
    }
    if peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") {
      position += 1
      let sign = peek == UInt8(ascii: "-") ? -1 : 1
      if peek == UInt8(ascii: "-") || peek == UInt8(ascii: "+") { position += 1 }
      let written = readDigits()
      guard !written.isEmpty else { throw malformed }
      // More would say nothing that a payload needs, and could overflow.
      guard let value = Int(String(decoding: written, as: UTF8.self)), value < 1_000_000_000 else {
        throw .invalid("the payload has a number with an exponent of more than nine digits")
      }
      exponent += sign * value
    }
    return Self.canonical(isNegative: isNegative, digits: digits, exponent: exponent)
  }

  /// One text for one value: the plain decimal where ``Number`` can hold it, otherwise its significant digits and an
  /// exponent. Zero has no sign.
  private static func canonical(isNegative: Bool, digits: [UInt8], exponent: Int) -> String {
    let zero = UInt8(ascii: "0")
    guard let first = digits.firstIndex(where: { $0 != zero }), let last = digits.lastIndex(where: { $0 != zero })
    else { return "0" }
    let significand = String(decoding: digits[first...last], as: UTF8.self)
    let text = "\(isNegative ? "-" : "")\(significand)e\(exponent + digits.count - 1 - last)"
    return (try? Number(parsing: text))?.description ?? text
  }

  private mutating func readDigits() -> [UInt8] {
    let start = position
    while let byte = peek, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { position += 1 }
    return Array(bytes[start..<position])
  }

  private mutating func word(_ text: String, _ value: JSONValue) throws(IdempotencyError) -> JSONValue {
    guard bytes.dropFirst(position).starts(with: text.utf8) else { throw malformed }
    position += text.utf8.count
    return value
  }

  /// Passes over a byte, and white space before it, if it is there.
  private mutating func take(_ byte: UInt8) -> Bool {
    skipWhiteSpace()
    guard peek == byte else { return false }
    position += 1
    return true
  }

  private mutating func skipWhiteSpace() {
    while let byte = peek, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { position += 1 }
  }
}
