internal import DynamoDB

/// Bodies of which those are taken away that a row names, wherever and however it does.
///
/// A name counts inside a longer text too, in a JSON document say, with or without the store's prefix before it. So each
/// text is searched for what all names end in, `-` and 64 hexadecimal digits.
struct BodyNames: Sendable {
  private(set) var left: Set<StoredBody>
  /// By the digits; by what stands after the last `/`, since some programs write `\/` for it.
  private var byDigits: [[UInt8]: [(name: [UInt8], body: StoredBody)]] = [:]

  /// - Parameter bodies: with names that end in a checksum.
  init(_ bodies: Set<StoredBody>) {
    left = bodies
    for body in bodies {
      let name = Array(body.name.text.utf8.reversed().prefix { $0 != UInt8(ascii: "/") }.reversed())
      byDigits[Array(name.suffix(Self.digits)), default: []].append((name, body))
    }
  }

  private static let digits = 64

  mutating func remove(namedIn value: AttributeValue) {
    switch value {
    case .string(let text): remove(namedIn: text)
    case .stringSet(let set): for text in set.elements { remove(namedIn: text) }
    case .binary(let bytes): remove(namedIn: bytes)
    case .binarySet(let set): for bytes in set.elements { remove(namedIn: bytes) }
    case .list(let values): for value in values { remove(namedIn: value) }
    case .map(let entries):
      for (name, value) in entries {
        remove(namedIn: name)
        remove(namedIn: value)
      }
    case .number, .bool, .null, .numberSet: break
    }
  }

  private mutating func remove(namedIn text: String) {
    guard text.utf8.count > Self.digits else { return }
    remove(namedIn: Array(text.utf8))
  }

  private mutating func remove(namedIn text: [UInt8]) {
    guard text.count > Self.digits else { return }
    var run = 0
    for (index, byte) in text.enumerated() {
      run = Self.isDigit(byte) ? run + 1 : 0
      guard run == Self.digits, index >= Self.digits, text[index - Self.digits] == UInt8(ascii: "-"),
        let bodies = byDigits[Array(text[(index - Self.digits + 1)...index])]
      else { continue }
      for (name, body) in bodies where text[...index].suffix(name.count).elementsEqual(name) { left.remove(body) }
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
  }
}
