extension PageCursor {
  /// The cursor as one word that may stand in a URL's query: base64url, with its padding, of JSON without white
  /// space; the members `lastKey`, `index` and `sort` in this order, the names in them sorted.
  ///
  /// Equal cursors have equal texts.
  ///
  /// Source: TableTheory's DMS v0.1, "Cursor".
  public var text: String {
    var writer = JSONWriter()
    writer.object { writer in
      writer.member("lastKey", lastKey)
      writer.member("index", index)
      writer.member("sort", sort?.rawValue)
    }
    return Base64.encodeForURL(writer.bytes)
  }

  /// Reads a cursor's text.
  ///
  /// - Throws: ``PageCursorError/malformed(_:)`` for anything that ``text`` cannot have made, a member of a later
  ///   version included.
  public init(parsing text: some StringProtocol) throws(PageCursorError) {
    guard text.utf8.count <= Self.maximumLength else {
      throw .malformed("it is longer than \(Self.maximumLength) bytes")
    }
    guard let bytes = Base64.decodeFromURL(text.utf8) else { throw .malformed("it is not base64url with padding") }
    do throws(DynamoDBError) {
      var reader = JSONReader(bytes)
      try self.init(from: &reader)
      try reader.finish()
    } catch {
      throw .malformed(error.message)
    }
    guard Self.canBeKey(lastKey) else {
      throw .malformed("its last key is not a key: one to four strings, numbers or binary values")
    }
  }

  private init(from reader: inout JSONReader) throws(DynamoDBError) {
    var key: Item?
    var index: String?
    var sort: Sort?
    var seen: Set<String> = []
    try reader.object { reader, name throws(DynamoDBError) in
      guard seen.insert(name).inserted else { throw .serialization("it has a member twice") }
      switch name {
      case "lastKey": key = try Item(from: &reader)
      case "index": index = try reader.string()
      case "sort":
        sort = Sort(rawValue: try reader.string())
        if sort == nil { throw .serialization("its sort is neither ASC nor DESC") }
      default: throw .serialization("it has a member that this version does not know")
      }
    }
    guard let key else { throw .serialization("it has no last key") }
    self.init(lastKey: key, index: index, sort: sort)
  }

  /// Twice a partition key of 2 KB and a sort key of 1 KB, six bytes of JSON for a byte at most, in base64: no cursor
  /// is as long as that.
  private static var maximumLength: Int { 64 * 1024 }

  /// Whether there are no more attributes than a table's two and an index's two, all of types that keys have.
  static func canBeKey(_ item: Item) -> Bool { (1...4).contains(item.count) && item.values.allSatisfy(\.canBeKey) }
}

extension AttributeValue {
  fileprivate var canBeKey: Bool {
    switch self {
    case .string, .number, .binary: true
    default: false
    }
  }
}

extension Base64 {
  /// RFC 4648 section 5, with padding.
  static func encodeForURL(_ data: [UInt8]) -> String {
    var bytes: [UInt8] = []
    encode(data, into: &bytes)
    return String(decoding: bytes.map(\.forURL), as: UTF8.self)
  }

  /// The bytes behind `text`, or `nil` where it is not base64url with its padding.
  static func decodeFromURL(_ text: some Collection<UInt8>) -> [UInt8]? {
    let plus = UInt8(ascii: "+")
    let slash = UInt8(ascii: "/")
    guard !text.contains(where: { $0 == plus || $0 == slash }) else { return nil }
    return decode(text.map(\.fromURL))
  }
}

extension UInt8 {
  fileprivate var forURL: UInt8 {
    switch self {
    case UInt8(ascii: "+"): UInt8(ascii: "-")
    case UInt8(ascii: "/"): UInt8(ascii: "_")
    default: self
    }
  }

  fileprivate var fromURL: UInt8 {
    switch self {
    case UInt8(ascii: "-"): UInt8(ascii: "+")
    case UInt8(ascii: "_"): UInt8(ascii: "/")
    default: self
    }
  }
}
