public import DynamoDB

/// A secondary index of a model's table.
public struct IndexSchema: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// With a partition key of its own.
    case global = "GSI"
    /// With the table's partition key.
    case local = "LSI"
  }

  /// Which attributes the index has beside its keys and the table's.
  public enum Projection: Hashable, Sendable {
    case all
    case keysOnly
    case including([String])
  }

  public var name: String
  public var kind: Kind
  public var key: KeySchema
  public var projection: Projection

  public init(_ name: String, kind: Kind = .global, key: KeySchema, projection: Projection = .all) {
    self.name = name
    self.kind = kind
    self.key = key
    self.projection = projection
  }
}
