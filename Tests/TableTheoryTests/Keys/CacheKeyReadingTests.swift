import HTTPTypes
import TableTheory
import TableTheoryTesting
import Testing

/// Requests with one key, and what applications read from them.
struct CacheKeyReadingTests {
  /// How an application may take a query apart: `+` is a space to some and a plus sign to others.
  private struct Reader {
    var plusIsSpace: Bool

    func decoded(_ text: some Sequence<UInt8>) -> [UInt8] {
      let text = Array(text)
      var result: [UInt8] = []
      var index = 0
      while index < text.count {
        let byte = text[index]
        let digits = text[min(index + 1, text.count)..<min(index + 3, text.count)]
        if byte == UInt8(ascii: "%"), digits.count == 2,
          let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
        {
          result.append(value)
          index += 3
        } else {
          result.append(byte == UInt8(ascii: "+") && plusIsSpace ? UInt8(ascii: " ") : byte)
          index += 1
        }
      }
      return result
    }

    func values(of name: String, in target: String) -> [[UInt8]?] {
      target.utf8.drop { $0 != UInt8(ascii: "?") }.dropFirst().split(separator: UInt8(ascii: "&")).compactMap { pair in
        let key = pair.prefix { $0 != UInt8(ascii: "=") }
        guard decoded(key) == Array(name.utf8) else { return nil }
        return .some(key.endIndex == pair.endIndex ? nil : decoded(pair[key.endIndex...].dropFirst()))
      }
    }
  }

  @Test("Requests have one key only where no application can tell them apart", arguments: 1...3 as ClosedRange<UInt64>)
  func readers(seed: UInt64) throws {
    let policy = try CacheKeyPolicy(route: "/{id}", query: ["a", "b"], tenancy: .perTenant)
    let pieces = [
      "a", "b", "=", "&", "a=", "b=", "&a=", "%61", "%41", "+", "%2B", "%20", "%26", "%3D", "%", "%2", "A", "1", "é",
      "e\u{301}",
      "%C3%A9", "%c3%a9", "%00", "/", "%2F", "?", "#",
    ]
    var random = SeededGenerator(seed: seed)
    var seen: [CacheKey: PageRequest] = [:]
    var alike = 0
    for _ in 0..<10_000 {
      let id = ["x", "%78", "é", "%C3%A9", "a%2Fb", "+", "%2B", "%25"].randomElement(using: &random) ?? ""
      let query = (0..<Int.random(in: 0...5, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
        .joined()
      let tenant = ["t", "T", "t#", "t%23"].randomElement(using: &random)
      let request = PageRequest(
        target: "/\(id)?\(query.utf8.filter { $0 != UInt8(ascii: "#") }.isEmpty ? "" : query)", tenant: tenant)
      guard let key = try? policy.key(for: request) else { continue }
      guard let other = seen.updateValue(request, forKey: key), !other.target.utf8.elementsEqual(request.target.utf8)
      else { continue }
      alike += 1
      #expect(other.tenant == request.tenant)
      for reader in [Reader(plusIsSpace: true), Reader(plusIsSpace: false)] {
        let (first, second) = (Self.sent(request.target), Self.sent(other.target))
        for name in ["a", "b"] {
          #expect(reader.values(of: name, in: first) == reader.values(of: name, in: second), "\(first) and \(second)")
        }
        #expect(
          reader.decoded(first.utf8.prefix { $0 != UInt8(ascii: "?") })
            == reader.decoded(second.utf8.prefix { $0 != UInt8(ascii: "?") }))
      }
    }
    #expect(alike > 500)
  }

  /// Without the fragment, which is not sent.
  private static func sent(_ target: String) -> String {
    String(Substring(target.utf8.prefix { $0 != UInt8(ascii: "#") }))
  }
}
