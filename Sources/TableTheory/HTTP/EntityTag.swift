/// What tells a page's bodies apart in HTTP: the value of `ETag`.
///
/// Source: RFC 9110, 8.8.3.
public struct EntityTag: Sendable {
  /// What stands between the quotes.
  public let opaque: String
  /// Whether it says only that two bodies mean the same: `W/"..."`.
  public let isWeak: Bool

  /// Reads `"abc"` or `W/"abc"`; `nil` for anything else.
  public init?(_ text: String) {
    var reader = EntityTagReader(text)
    guard let tag = reader.tag(), reader.isAtEnd else { return nil }
    self = tag
  }

  /// A strong tag of what a row has for one: what is a tag already stays, other text is put in quotes, and text that
  /// cannot stand between quotes is hashed.
  public init(row text: String) {
    if let tag = EntityTag(text) {
      self = tag
    } else if text.utf8.allSatisfy(Self.mayStandInside), !text.isEmpty {
      self.init(opaque: text, isWeak: false)
    } else {
      self.init(opaque: ContentHash(of: text.utf8).hexadecimal, isWeak: false)
    }
  }

  init(opaque: String, isWeak: Bool) {
    self.opaque = opaque
    self.isWeak = isWeak
  }

  static func mayStandInside(_ byte: UInt8) -> Bool { byte == 0x21 || (byte >= 0x23 && byte != 0x7F) }

  /// Both strong, and the same.
  ///
  /// Source: RFC 9110, 8.8.3.2.
  public func matchesStrongly(_ other: EntityTag) -> Bool { !isWeak && !other.isWeak && matchesWeakly(other) }

  /// The same, weak or not.
  ///
  /// Source: RFC 9110, 8.8.3.2.
  public func matchesWeakly(_ other: EntityTag) -> Bool { opaque.utf8.elementsEqual(other.opaque.utf8) }
}

extension EntityTag: CustomStringConvertible {
  /// As it is sent: `"abc"`.
  public var description: String { (isWeak ? "W/\"" : "\"") + opaque + "\"" }
}

/// The tags that a request asks about: `If-None-Match: "a", W/"b"`, or `*` for any.
///
/// Source: RFC 9110, 13.1.1 and 13.1.2.
struct EntityTagList: Sendable {
  private(set) var tags: [EntityTag] = []
  private(set) var isAny = false

  /// Reads up to where the text is no list; a tag may hold a comma.
  init(_ text: String) {
    var reader = EntityTagReader(text)
    reader.skipSeparators()
    if reader.skip(UInt8(ascii: "*")) {
      reader.skipSpace()
      isAny = reader.isAtEnd
      return
    }
    while let tag = reader.tag() {
      tags.append(tag)
      reader.skipSpace()
      guard reader.next == UInt8(ascii: ",") else { return }
      reader.skipSeparators()
    }
  }
}

private struct EntityTagReader {
  private var rest: Substring.UTF8View

  init(_ text: String) { rest = Substring(text).utf8 }

  var isAtEnd: Bool { rest.isEmpty }
  var next: UInt8? { rest.first }

  mutating func skip(_ byte: UInt8) -> Bool {
    guard rest.first == byte else { return false }
    rest.removeFirst()
    return true
  }

  mutating func skipSpace() { rest = rest.drop { $0 == 0x20 || $0 == 0x09 } }
  mutating func skipSeparators() { rest = rest.drop { $0 == 0x20 || $0 == 0x09 || $0 == UInt8(ascii: ",") } }

  mutating func tag() -> EntityTag? {
    let isWeak = rest.starts(with: "W/\"".utf8)
    var inside = isWeak ? rest.dropFirst(2) : rest
    guard inside.first == UInt8(ascii: "\"") else { return nil }
    inside.removeFirst()
    let opaque = inside.prefix(while: EntityTag.mayStandInside)
    guard opaque.endIndex < inside.endIndex, inside[opaque.endIndex] == UInt8(ascii: "\"") else { return nil }
    rest = inside[inside.index(after: opaque.endIndex)...]
    return EntityTag(opaque: String(Substring(opaque)), isWeak: isWeak)
  }
}
