import DynamoDB
import TableTheory

/// What a page's row says at a moment.
struct EntryReport: Answer, Hashable {
  var table: String
  var page: LeaseKey
  var entry: CacheEntry?
  var freshness: Freshness
  var now: Timestamp

  init(table: String, page: LeaseKey, entry: CacheEntry?, generations: [CacheTag: TagGeneration], now: Timestamp) {
    self.table = table
    self.page = page
    self.entry = entry
    self.now = now
    freshness = Freshness(of: entry, at: now, generations: generations)
  }

  var text: String {
    guard let entry else { return "\(page) has no entry in \(table)" }
    let rows: [(String, String?)] = [
      ("object", entry.objectKey), ("etag", entry.etag), ("status", entry.status.map(String.init)),
      ("type", entry.contentType), ("version", entry.version.map(String.init)), ("version id", entry.versionID),
      ("fence", entry.fence.map(String.init)),
      ("generated", "\(entry.generatedAt), \(max(.zero, now - entry.generatedAt).spoken) ago"),
      ("rendered in", entry.renderTime?.short),
      ("tags", entry.tags.isEmpty ? nil : entry.tags.sorted().joined(separator: ", ")), ("deploy", entry.deployID),
      ("kept until", entry.expiresAt?.description),
    ]
    let cells = rows.compactMap { name, value in value.map { ["  " + name, $0] } }
    return "\(page) is \(sentence)\n" + Columns.text(cells)
  }

  private var sentence: String {
    switch freshness {
    case .fresh(let until): "fresh until \(until), \((until - now).spoken) from now"
    case .stale(let since): "stale since \(since), \(max(.zero, now - since).spoken) ago"
    case .invalidated(let moment, .soft): "out of date since \(moment), and served until it is made anew"
    case .invalidated(let moment, .hard): "wrong since \(moment), and not served until it is made anew"
    case .missing: "missing"
    }
  }

  var json: String { JSONWriter.line { write(to: &$0, table: table) } }

  /// The members of one JSON object.
  func write(to writer: inout JSONWriter, table: String? = nil) {
    writer.member("state", state)
    writer.members(of: page)
    if let table { writer.member("table", table) }
    guard let entry else { return }
    switch freshness {
    case .fresh(let until), .stale(let until):
      writer.member("fresh_until", until.description)
      writer.member("fresh_for", until - now)
    case .invalidated(let moment, let kind):
      writer.member("invalidated_at", moment.description)
      writer.member("invalidation", kind.rawValue)
    case .missing: break
    }
    writer.members(of: entry)
  }

  /// In one word.
  var state: String {
    switch freshness {
    case .fresh: "fresh"
    case .stale: "stale"
    case .invalidated: "invalidated"
    case .missing: "missing"
    }
  }
}

extension JSONWriter {
  mutating func members(of entry: CacheEntry) {
    member("object", entry.objectKey)
    if let etag = entry.etag { member("etag", etag) }
    if let status = entry.status { member("status", Int64(status)) }
    if let contentType = entry.contentType { member("content_type", contentType) }
    if let version = entry.version { member("version", version) }
    if let versionID = entry.versionID { member("version_id", versionID) }
    if let fence = entry.fence { member("fence", fence) }
    member("generated_at", entry.generatedAt.description)
    if let renderTime = entry.renderTime { member("render_time", renderTime) }
    if !entry.tags.isEmpty {
      key("tags")
      array(entry.tags.sorted()) { $0.string($1) }
    }
    if let deployID = entry.deployID { member("deploy", deployID) }
    if let expiresAt = entry.expiresAt { member("expires_at", expiresAt.description) }
  }
}
