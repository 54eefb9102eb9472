/// Bytes to look for within others, in time that grows with their sum and not with their product.
///
/// An item may hold 400 KB in one string and an expression as much again to look for in it, so that trying
/// every position could keep the engine busy for seconds. This is the search of Knuth, Morris and Pratt.
struct BytePattern {
  private let bytes: [UInt8]

  init(_ bytes: some Collection<UInt8>) { self.bytes = Array(bytes) }

  /// Whether the pattern is somewhere in `text`; the empty pattern always is.
  func occurs(in text: some Collection<UInt8>) -> Bool {
    guard bytes.count <= text.count else { return false }
    guard let first = bytes.first else { return true }
    // Most searches end here: the pattern's first byte is nowhere in the text.
    guard let start = text.firstIndex(of: first) else { return false }
    let borders = borders()
    var matched = 0
    for byte in text[start...] {
      while matched > 0, bytes[matched] != byte { matched = borders[matched - 1] }
      if bytes[matched] == byte { matched += 1 }
      if matched == bytes.count { return true }
    }
    return false
  }

  /// For each prefix of the pattern, how long the longest shorter prefix is that it also ends with.
  private func borders() -> [Int] {
    var borders = [Int](repeating: 0, count: bytes.count)
    var matched = 0
    for index in bytes.indices.dropFirst() {
      while matched > 0, bytes[matched] != bytes[index] { matched = borders[matched - 1] }
      if bytes[matched] == bytes[index] { matched += 1 }
      borders[index] = matched
    }
    return borders
  }
}
