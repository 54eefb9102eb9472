/// A body of names and values, `application/x-www-form-urlencoded`.
///
/// Source: *URL Standard*, "application/x-www-form-urlencoded serializing"; with `%20` for a space, which AWS reads as
/// well.
struct Form: Hashable, Sendable {
  let body: [UInt8]

  /// Members without a value are left out.
  init(_ members: [(name: String, value: String?)]) {
    let pairs = members.compactMap { member in
      member.value.map { Self.encoded(member.name) + "=" + Self.encoded($0) }
    }
    body = Array(pairs.joined(separator: "&").utf8)
  }

  private static func encoded(_ text: String) -> String {
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"):
        bytes.append(byte)
      default:
        bytes.append(UInt8(ascii: "%"))
        bytes.append(contentsOf: String(byte >> 4, radix: 16, uppercase: true).utf8)
        bytes.append(contentsOf: String(byte & 15, radix: 16, uppercase: true).utf8)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
