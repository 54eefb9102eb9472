/// What a body is stored under, and what `s3_key` of a row holds: `home-7d0c...-9f86d081...`.
///
/// A name is one publication's alone and says what is in the body: it ends in the SHA-256 of its bytes. So a body
/// never changes, a copy of one is never wrong, and what is read can be checked. That no two publications share a name,
/// though their bodies be the same, is what lets old bodies be deleted: see ``BodySweep``.
public struct BodyName: Hashable, Sendable {
  /// As it stands in rows: the prefix, the label, the publication and the hash.
  public let text: String
  /// The SHA-256 of the body, or `nil` where the name does not end in one: another program made it.
  public let checksum: ContentHash?

  /// A name for a new body.
  ///
  /// - Parameters:
  ///   - content: the body's SHA-256.
  ///   - prefix: what the store's names begin with: ``BodyStore/prefix``.
  ///   - label: for people who look into the store: the page's name, say. What is not a letter, a digit, `.`, `_` or `-`
  ///     becomes `_`, and only 64 bytes are kept.
  ///   - publication: what no other publication has: the lease's token.
  public init(prefix: String = "", label: String, content: ContentHash, publication: String) {
    let publication =
      publication.utf8.count <= 64 && publication.utf8.allSatisfy(Self.isPlain)
      ? publication : ContentHash(of: publication.utf8).hexadecimal
    text = "\(prefix)\(Self.plain(label))-\(publication)-\(content.hexadecimal)"
    checksum = content
  }

  /// A name that a row holds.
  ///
  /// - Throws: ``BodyStoreError/invalid(_:)`` for one that no store has: empty, longer than the 1,024 bytes that S3 takes,
  ///   with a control character, or with an empty segment or one of dots between slashes.
  public init(_ text: String) throws(BodyStoreError) {
    let isClean = text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
    let segments = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard isClean, text.utf8.count <= 1024,
      segments.allSatisfy({ !$0.allSatisfy { $0 == UInt8(ascii: ".") } })
    else {
      throw .invalid("\"\(text.prefix(100))\" is not the name of a body")
    }
    self.text = text
    checksum = Self.checksum(in: text)
  }

  private static func checksum(in text: String) -> ContentHash? {
    let end = text.utf8.suffix(65)
    guard end.first == UInt8(ascii: "-") else { return nil }
    return ContentHash(hexadecimal: String(decoding: end.dropFirst(), as: UTF8.self))
  }

  private static func plain(_ label: String) -> String {
    let bytes = label.utf8.prefix(64).map { isPlain($0) ? $0 : UInt8(ascii: "_") }
    // A name that begins with a dot is hidden, or no file's.
    return String(
      decoding: bytes.first == UInt8(ascii: ".") ? [UInt8(ascii: "_")] + bytes.dropFirst() : bytes, as: UTF8.self)
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}

extension BodyName {
  /// Names are equal when their bytes are.
  public static func == (left: BodyName, right: BodyName) -> Bool { left.text.utf8.elementsEqual(right.text.utf8) }
  public func hash(into hasher: inout Hasher) { hasher.combine(Array(text.utf8)) }
}

extension BodyName: CustomStringConvertible {
  public var description: String { text }
}

extension BodyName {
  /// Whether a new body may be stored under the name.
  ///
  /// - Throws: ``BodyStoreError/invalid(_:)`` where the name has no checksum or another body's.
  package func check(_ newBody: [UInt8]) throws(BodyStoreError) {
    guard let checksum else { throw .invalid("the name \(self) does not end in the SHA-256 of its body") }
    guard checksum == ContentHash(of: newBody) else { throw .invalid("the name \(self) is that of another body") }
  }

  /// - Throws: ``BodyStoreError/corrupt(_:)`` where what was read is not what the name says.
  package func verify(_ read: [UInt8]) throws(BodyStoreError) {
    if let checksum, checksum != ContentHash(of: read) { throw .corrupt(self) }
  }
}
