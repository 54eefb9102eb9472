public import DynamoDB

/// A secondary index of a model's table.
public struct IndexSchema: Hashable, Sendable {
  /// Over the whole table, or over one partition key.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// With a partition key of its own.
    case global = "GSI"
    /// With the table's partition key.
    case local = "LSI"
  }

  /// Which attributes the index has beside its keys and the table's.
  public enum Projection: Hashable, Sendable {
    /// All attributes.
    case all
    /// The keys alone.
    case keysOnly
    /// The keys and these.
    case including([String])
  }

  /// The index's name.
  public var name: String
  /// Global or local.
  public var kind: Kind
  /// Its key.
  public var key: KeySchema
  /// Which attributes it has.
  public var projection: Projection

  /// An index of a table.
  public init(_ name: String, kind: Kind = .global, key: KeySchema, projection: Projection = .all) {
    self.name = name
    self.kind = kind
    self.key = key
    self.projection = projection
  }
}
