/// What an attribute is for, beyond holding a value.
///
/// Source: TableTheory's DMS v0.1, *Attribute fields*.
public enum AttributeRole: Hashable, Sendable {
  /// `pk`
  case partitionKey
  /// `sk`
  case sortKey
  /// `created_at`: RFC 3339 with nanoseconds, set when the item is created or put.
  case createdAt
  /// `updated_at`: RFC 3339 with nanoseconds, set by every write.
  case updatedAt
  /// `version`: 0 when the item is created; an update requires it to be the caller's and adds 1.
  case version
  /// `ttl`: epoch seconds from which on DynamoDB may delete the item.
  case timeToLive
  /// `index_pk:NAME`
  case indexPartitionKey(index: String)
  /// `index_sk:NAME`
  case indexSortKey(index: String)
}

extension AttributeRole {
  /// The role's word in a DMS document; `nil` where there is no such role.
  public init?(_ text: String) {
    switch text {
    case "pk": self = .partitionKey
    case "sk": self = .sortKey
    case "created_at": self = .createdAt
    case "updated_at": self = .updatedAt
    case "version": self = .version
    case "ttl": self = .timeToLive
    default:
      guard let colon = text.firstIndex(of: ":") else { return nil }
      let index = String(text[text.index(after: colon)...])
      switch text[..<colon] {
      case "index_pk" where !index.isEmpty: self = .indexPartitionKey(index: index)
      case "index_sk" where !index.isEmpty: self = .indexSortKey(index: index)
      default: return nil
      }
    }
  }

  /// Whether the library sets the attribute and nobody else does.
  public var isLifecycle: Bool { self == .createdAt || self == .updatedAt || self == .version }
}

extension AttributeRole: CustomStringConvertible {
  /// The role's word in a DMS document.
  public var description: String {
    switch self {
    case .partitionKey: "pk"
    case .sortKey: "sk"
    case .createdAt: "created_at"
    case .updatedAt: "updated_at"
    case .version: "version"
    case .timeToLive: "ttl"
    case .indexPartitionKey(let index): "index_pk:\(index)"
    case .indexSortKey(let index): "index_sk:\(index)"
    }
  }
}

extension AttributeRole: Comparable {
  /// The keys first, then those of indexes by their names, then what the library writes.
  public static func < (left: AttributeRole, right: AttributeRole) -> Bool {
    (left.rank, left.description) < (right.rank, right.description)
  }

  private var rank: Int {
    switch self {
    case .partitionKey: 0
    case .sortKey: 1
    case .indexPartitionKey: 2
    case .indexSortKey: 3
    case .createdAt: 4
    case .updatedAt: 5
    case .version: 6
    case .timeToLive: 7
    }
  }
}
