/// How far each segment of a parallel scan has come: what a caller keeps to go on there later.
///
/// The number of segments is part of it: a scan goes on with as many as it began with.
public struct ParallelScanCursor: Hashable, Sendable {
  /// How far one segment has come.
  public enum Position: Hashable, Sendable {
    /// Nothing of it was read yet.
    case start
    /// Behind the item with this key.
    case after(Item)
    /// All of it was read.
    case end
  }

  /// The table's name.
  public let table: String
  /// The index that is scanned, where it is not the table itself.
  public let index: String?
  /// How far each segment has come, in their order.
  public private(set) var positions: [Position]

  /// The beginning of `scan` in so many segments, 1 to 1,000,000; other numbers are refused when the scan runs.
  public init(of scan: Scan, segments: Int) {
    table = scan.table
    index = scan.index
    positions = Array(repeating: .start, count: max(0, min(segments, Self.maximumCount + 1)))
  }

  init(table: String, index: String?, positions: [Position]) {
    self.table = table
    self.index = index
    self.positions = positions
  }

  /// Whether every segment has come to its end.
  public var isAtEnd: Bool { positions.allSatisfy { $0 == .end } }

  /// Notes that `page` of a segment has been dealt with.
  public mutating func advance(_ segment: Scan.Segment, past page: PageOutput) {
    guard positions.indices.contains(segment.index) else { return }
    positions[segment.index] = page.lastEvaluatedKey.map { .after($0) } ?? .end
  }

  mutating func set(_ segment: Int, to position: Position) { positions[segment] = position }

  /// Source: *Amazon DynamoDB API Reference*, `Scan`, `TotalSegments`.
  static var maximumCount: Int { 1_000_000 }
}

extension ParallelScanCursor {
  /// The cursor as one word, base64url, with a version inside. It holds key values.
  public var text: String {
    var writer = JSONWriter()
    writer.object { writer in
      writer.member("version", 1)
      writer.member("table", table)
      writer.member("index", index)
      writer.key("segments")
      writer.array(positions) { writer, position in
        writer.object { writer in
          switch position {
          case .start: break
          case .after(let key): writer.member("after", key)
          case .end: writer.member("end", true)
          }
        }
      }
    }
    return Base64.encodeForURL(writer.bytes)
  }

  /// Reads a cursor's text.
  ///
  /// - Throws: ``PageCursorError/malformed(_:)`` for anything that ``text`` of this version cannot have made.
  public init(parsing text: some StringProtocol) throws(PageCursorError) {
    guard let bytes = Base64.decodeFromURL(text.utf8) else { throw .malformed("it is not base64url with padding") }
    do throws(DynamoDBError) {
      var reader = JSONReader(bytes)
      self = try Self.read(from: &reader)
      try reader.finish()
    } catch {
      throw .malformed(error.message)
    }
    let keysAreKeys = positions.allSatisfy { position in
      if case .after(let key) = position { PageCursor.canBeKey(key) } else { true }
    }
    guard keysAreKeys, self.text.utf8.elementsEqual(text.utf8) else {
      throw .malformed("it is not as this version writes it")
    }
  }

  private static func read(from reader: inout JSONReader) throws(DynamoDBError) -> Self {
    var version: Int?
    var table: String?
    var index: String?
    var positions: [Position] = []
    try reader.object { reader, name throws(DynamoDBError) in
      switch name {
      case "version": version = try reader.integer()
      case "table": table = try reader.string()
      case "index": index = try reader.string()
      case "segments":
        positions = try reader.list { reader throws(DynamoDBError) in try position(from: &reader) }
      default: throw .serialization("it has a member that this version does not know")
      }
    }
    guard version == 1 else { throw .serialization("it is not of version 1") }
    guard let table else { throw .serialization("it names no table") }
    guard (1...maximumCount).contains(positions.count) else {
      throw .serialization("it has not 1 to \(maximumCount) segments")
    }
    return Self(table: table, index: index, positions: positions)
  }

  private static func position(from reader: inout JSONReader) throws(DynamoDBError) -> Position {
    var position = Position.start
    try reader.object { reader, name throws(DynamoDBError) in
      switch name {
      case "after": position = .after(try Item(from: &reader))
      case "end": position = try reader.bool() ? .end : .start
      default: throw .serialization("it has a member that this version does not know")
      }
    }
    return position
  }
}
