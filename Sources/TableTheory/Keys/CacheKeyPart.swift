/// One of the things that a page depends on: the route, a parameter, a header that it varies by ...
///
/// In a key it is written `param.id=42`, so that the key can be read in a console. A value that is long, or that holds
/// anything but letters, digits and a few signs, is written as its SHA-256: `query.q=*5e88...`. What a visitor sends in
/// a header or a cookie always is: keys get into logs, and a cookie may be a secret.
public struct CacheKeyPart: Sendable {
  let kind: Kind
  let name: String?
  /// `nil` is not the empty value: `?draft` is not `?draft=`.
  let value: [UInt8]?
  let isHashed: Bool

  enum Kind: String, CaseIterable, Sendable {
    case route
    case parameter = "param"
    case query
    case header
    case cookie
    case locale
    case variant
    case deploy
  }

  init(_ kind: Kind, _ name: String? = nil, value: [UInt8]?, isHashed: Bool = false) {
    self.kind = kind
    self.name = name
    self.value = value
    self.isHashed = isHashed
  }

  private init(_ kind: Kind, _ name: String?, _ value: String?, isHashed: Bool = false) {
    self.init(kind, name, value: value.map { Array($0.utf8) }, isHashed: isHashed)
  }

  /// The route's pattern: `/products/{id}`.
  public static func route(_ pattern: String) -> CacheKeyPart { CacheKeyPart(.route, nil, pattern) }

  /// A parameter of the route.
  public static func parameter(_ name: String, _ value: String) -> CacheKeyPart {
    CacheKeyPart(.parameter, name, value)
  }

  /// A parameter of the query.
  ///
  /// - Parameters:
  ///   - name: the part's name.
  ///   - value: the part's value.
  ///   - isReadable: whether a short and plain value is written as it is, or hashed like any other.
  public static func query(_ name: String, _ value: String?, isReadable: Bool = false) -> CacheKeyPart {
    CacheKeyPart(.query, name, value, isHashed: !isReadable)
  }

  /// A header; its name in lower case.
  public static func header(_ name: String, _ value: String, isReadable: Bool = false) -> CacheKeyPart {
    CacheKeyPart(.header, name, value, isHashed: !isReadable)
  }

  /// A cookie.
  public static func cookie(_ name: String, _ value: String?, isReadable: Bool = false) -> CacheKeyPart {
    CacheKeyPart(.cookie, name, value, isHashed: !isReadable)
  }

  /// The language that the application chose for the request, `de-CH`: what its visitors ask for has a hundred
  /// spellings, so vary by this and not by `Accept-Language`.
  public static func locale(_ tag: String) -> CacheKeyPart { CacheKeyPart(.locale, nil, tag) }

  /// What else the application tells apart: `mobile`, `experiment-b`.
  public static func variant(_ name: String) -> CacheKeyPart { CacheKeyPart(.variant, nil, name) }

  /// The version of the program: a new one begins with no pages.
  public static func deploy(_ id: String) -> CacheKeyPart { CacheKeyPart(.deploy, nil, id) }
}

// MARK: - Text

extension CacheKeyPart {
  /// `param.id=42`. What ends a word in it (`=`, `&`, and `.` after the kind) and what begins a hash (`*`) can stand in no
  /// word, so no two parts have the same text.
  var text: String {
    var text = kind.rawValue
    if let name { text += "." + Self.word(name.utf8, isHashed: false) }
    if let value { text += "=" + Self.word(value, isHashed: isHashed) }
    return text
  }

  private static func word(_ bytes: some Collection<UInt8>, isHashed: Bool) -> String {
    guard !isHashed, bytes.count <= longestWord, bytes.allSatisfy(isPlain) else {
      return "*" + ContentHash(of: bytes).hexadecimal
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A hash is no longer.
  private static let longestWord = 64

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: signs.contains(byte)
    }
  }

  /// Besides those of URLs, `{` and `}`, which patterns have.
  private static let signs = Set("-._~/:@,;+%{}".utf8)
}

extension CacheKeyPart: CustomStringConvertible {
  public var description: String { text }
}
