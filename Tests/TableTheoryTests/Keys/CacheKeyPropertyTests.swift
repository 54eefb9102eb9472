import TableTheoryTesting
import Testing

@testable import TableTheory

@Suite("Cache keys from parts, whatever they hold")
struct CacheKeyPropertyTests {
  /// What a list of parts is, in a form that has nothing to do with how keys are written.
  private struct Identity: Hashable {
    var tenant: [UInt8]?
    var parts: [[[UInt8]?]]
  }

  private static let fragments = [
    "", "a", "b", "&", "=", "*", "#", "%", "%23", "%25", "%2", ".", "/", "CACHE#", "TENANT#", "#CACHE#", "a=b",
    "a&query.b",
    "route", "\u{E9}", "e\u{301}", "\u{0}", "\r\n", "\u{1F600}", " ", "+", "?",
    // The hashes of "&" and of "", as a key has them.
    "*951dcee3a7a4f3aac67ec76a2ce4469cc76df650f134bf2572bf60a65c982338",
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  ]

  private static func text(_ random: inout SeededGenerator) -> String {
    let count = Int.random(in: 0...3, using: &random)
    var text = (0..<count).map { _ in fragments.randomElement(using: &random) ?? "" }.joined()
    if Int.random(in: 0..<20, using: &random) == 0 { text += String(repeating: "x", count: 60 + count) }
    return text
  }

  private static func sample(_ random: inout SeededGenerator) -> (identity: Identity, key: CacheKey) {
    let tenant = Bool.random(using: &random) ? text(&random) : nil
    let isLong = Int.random(in: 0..<20, using: &random) == 0
    var identity = Identity(tenant: tenant.map { Array($0.utf8) }, parts: [])
    var parts: [CacheKeyPart] = []
    for _ in 0..<Int.random(in: isLong ? 15...20 : 1...3, using: &random) {
      let name = text(&random)
      let value = Bool.random(using: &random) ? text(&random) : nil
      let part: CacheKeyPart =
        switch Int.random(in: 0..<8, using: &random) {
        case 0: .route(value ?? "")
        case 1: .parameter(name, value ?? "")
        case 2: .query(name, value, isReadable: true)
        case 3: .header(name, value ?? "", isReadable: true)
        case 4: .cookie(name, value, isReadable: true)
        case 5: .locale(value ?? "")
        case 6: .variant(value ?? "")
        default: .deploy(value ?? "")
        }
      parts.append(part)
      identity.parts.append([Array(part.kind.rawValue.utf8), part.name.map { Array($0.utf8) }, part.value])
    }
    return (identity, CacheKey(parts: parts, tenant: tenant))
  }

  @Test("No two different lists of parts have the same key", arguments: 1...4 as ClosedRange<UInt64>)
  func injective(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var seen: [[UInt8]: Identity] = [:]
    for _ in 0..<10_000 {
      let (identity, key) = Self.sample(&random)
      let bytes = Array(key.partition.utf8)
      if let other = seen[bytes], other != identity {
        Issue.record("\(key) is the key of \(identity) and of \(other)")
        return
      }
      seen[bytes] = identity
      #expect(bytes.count <= 2048)
    }
    #expect(seen.count > 5_000)
  }

  @Test(
    "No tenant's keys begin with another's prefix, nor do keys without a tenant",
    arguments: 1...2 as ClosedRange<UInt64>)
  func tenants(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let tenants = (0..<150).map { _ in Self.text(&random) } + ["", String(repeating: "t", count: 600)]
    let keys = (0..<20).map { _ in Self.text(&random) }
    for first in tenants {
      let prefix = CacheKey("", tenant: first).partition.utf8
      for second in tenants where !first.utf8.elementsEqual(second.utf8) {
        for key in keys {
          #expect(!CacheKey(key, tenant: second).partition.utf8.starts(with: prefix), "\(first) and \(second)")
        }
        #expect(throws: CacheKeyError.otherTenant) { try CacheKey("k", tenant: first).check(tenant: second) }
      }
      for key in keys { #expect(!CacheKey(key).partition.utf8.starts(with: prefix)) }
      try CacheKey("k", tenant: first).check(tenant: first)
    }
  }

  @Test("A tenant's name of any length leaves room in DynamoDB's 2,048 bytes, and long ones stay apart")
  func longTenants() {
    let long = String(repeating: "#", count: 5_000)
    let parts = (0..<60).map { CacheKeyPart.query("name\($0)", "value") }
    #expect(CacheKey(parts: parts, tenant: long).partition.utf8.count <= 2048)
    #expect(CacheKey("home", tenant: long) != CacheKey("home", tenant: long + "#"))
    // What a hashed name looks like is itself escaped.
    let hashed = "%*" + ContentHash(of: long.utf8).hexadecimal
    #expect(CacheKey("home", tenant: long).partition == "TENANT#\(hashed)#CACHE#home")
    #expect(CacheKey("home", tenant: hashed) != CacheKey("home", tenant: long))
  }

  @Test(
    "A key can be read where its parts are short and plain; what visitors send is hashed unless it is said otherwise")
  func readable() {
    let key = CacheKey(
      .route("/products/{id}"), .parameter("id", "42"), .query("page", "2", isReadable: true), .query("q", "2"),
      .cookie("theme", "2"), .locale("de-CH"), tenant: "acme")
    let two = "*d4735e3a265e16eee03f59718b9b5d03019c07d8b6c51f90da3a666eec13ab35"
    #expect(
      key.partition == "TENANT#acme#CACHE#route=/products/{id}&param.id=42&query.page=2&query.q=\(two)"
        + "&cookie.theme=\(two)&locale=de-CH")
  }

  @Test("A long list keeps its route and is hashed as a whole")
  func long() {
    let parts = [CacheKeyPart.route("/search")] + (0..<60).map { .query("name\($0)", "value") }
    let key = CacheKey(parts: parts).partition
    #expect(key.hasPrefix("CACHE#route=/search&*"))
    #expect(key.utf8.count == "CACHE#route=/search&*".utf8.count + 64)
  }

  @Test("A ready key passes through unchanged")
  func ready() {
    for key in ["home", "a#b%c*&=", "\u{E9}", "e\u{301}", ""] {
      #expect(Array(CacheKey(key).partition.utf8) == Array("CACHE#\(key)".utf8))
    }
    #expect(CacheKey("\u{E9}") != CacheKey("e\u{301}"))
  }
}
