import DynamoDB
import TableTheory

/// Which row of the cache table a request is about, read from its key as the wire contract has it.
struct PageRow: Hashable, Sendable {
  enum Kind: String, Hashable, Sendable {
    case meta = "META"
    case lock = "LOCK"
  }

  var page: String
  var kind: Kind

  init?(key: Item) {
    guard let partition = key["pk"]?.string, let kind = key["sk"]?.string.flatMap(Kind.init(rawValue:)),
      partition.hasPrefix(Self.prefix)
    else { return nil }
    page = String(partition.dropFirst(Self.prefix.count))
    self.kind = kind
  }

  static func key(of page: String, _ kind: Kind) -> Item {
    ["pk": .string(CacheKey(page).partition), "sk": .string(kind.rawValue)]
  }

  private static let prefix = CacheKey("").partition
}

extension PageHistory.Acquisition {
  /// The lease that a LOCK row holds, or `nil` for a tombstone.
  init?(lock row: Item) {
    guard let token = row["lease_token"]?.string, let fence = row["fence"]?.integer,
      let expiresAt = row["lease_expires_at"]?.integer
    else { return nil }
    self.init(
      fence: fence, token: token, worker: row["lease_owner"]?.string.flatMap(WorkerName.number(of:)),
      expiresAt: Timestamp(seconds: expiresAt))
  }
}

extension Generation {
  /// What a META row says; `nil` for a row that another program wrote, without a fence.
  init?(meta row: Item) {
    guard let fence = row["fence"]?.integer, let generatedAt = row["generated_at"]?.integer,
      let revalidate = row["revalidate_seconds"]?.integer
    else { return nil }
    self.init(
      fence: fence, version: row["version"]?.integer,
      freshUntil: Timestamp(seconds: generatedAt) + .seconds(revalidate))
  }
}

/// How workers call themselves in `lease_owner`.
enum WorkerName {
  private static let prefix = "worker-"

  static func name(of number: Int) -> String { prefix + String(number) }
  static func number(of name: String) -> Int? {
    name.hasPrefix(prefix) ? Int(name.dropFirst(prefix.count)) : nil
  }
}
