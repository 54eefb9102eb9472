/// Text that a JSON string holds as it is, looked at eight bytes at a time.
enum PlainText {
  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let highBits: UInt64 = 0x8080_8080_8080_8080

  /// Where the eight bytes begin among which is a quotation mark, a backslash or a control character, or less than eight
  /// are left: from there on each byte has to be looked at. And whether all bytes before are ASCII.
  static func scan(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> (end: Int, isASCII: Bool) {
    var end = start
    var seen: UInt64 = 0
    let raw = UnsafeRawBufferPointer(bytes)
    while raw.count - end >= 8 {
      let word = unsafe raw.loadUnaligned(fromByteOffset: end, as: UInt64.self)
      let special =
        hasByte(below: 0x20, in: word) | hasZero(in: word ^ ones &* UInt64(UInt8(ascii: "\"")))
        | hasZero(in: word ^ ones &* UInt64(UInt8(ascii: "\\")))
      if special != 0 { break }
      seen |= word
      end += 8
    }
    return (end, seen & highBits == 0)
  }

  /// Source: S. E. Anderson, "Bit Twiddling Hacks", "Determine if a word has a zero byte" and "a byte less than n".
  private static func hasZero(in word: UInt64) -> UInt64 { (word &- ones) & ~word & highBits }

  private static func hasByte(below limit: UInt64, in word: UInt64) -> UInt64 {
    (word &- ones &* limit) & ~word & highBits
  }
}
