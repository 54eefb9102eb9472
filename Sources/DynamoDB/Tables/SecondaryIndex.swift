/// A secondary index: a table's items by another key, as far as they have that key's attributes.
///
///     CreateTable(
///       table: "pages", partitionKey: .init("pk"), sortKey: .init("sk"),
///       indexes: [.global("by-tag", partitionKey: .init("tag"), sortKey: .init("at", .number))])
///
/// A table has at most 20 global and 5 local ones. Every write that changes what an index holds costs write units of
/// the index too.
///
/// Source: *Amazon DynamoDB Developer Guide*, "Improving data access with secondary indexes in DynamoDB".
public struct SecondaryIndex: Hashable, Sendable {
  /// What the index spans.
  public enum Scope: Hashable, Sendable {
    /// All partitions of the table; any attributes are its key. It is read eventually consistent.
    case global
    /// Each partition by itself: the table's partition key, and another sort key. It is made with the table.
    case local
  }

  /// Which attributes the index holds beside its key and the table's.
  public enum Attributes: Hashable, Sendable {
    /// Every one: `ALL`.
    case all
    /// No other: `KEYS_ONLY`.
    case keys
    /// These: `INCLUDE`.
    case including([String])
  }

  public var name: String
  public var scope: Scope
  public var keySchema: KeySchema
  public var attributes: Attributes
  /// A global index's own throughput, where the table's is provisioned.
  public var billing: Billing

  public init(
    _ name: String, scope: Scope, keySchema: KeySchema, attributes: Attributes = .all, billing: Billing = .onDemand
  ) {
    self.name = name
    self.scope = scope
    self.keySchema = keySchema
    self.attributes = attributes
    self.billing = billing
  }

  /// An index over all partitions.
  public static func global(
    _ name: String, partitionKey: KeySchema.Attribute, sortKey: KeySchema.Attribute? = nil,
    attributes: Attributes = .all, billing: Billing = .onDemand
  ) -> SecondaryIndex {
    SecondaryIndex(
      name, scope: .global, keySchema: KeySchema(partition: partitionKey, sort: sortKey), attributes: attributes,
      billing: billing)
  }

  /// An index within each partition.
  public static func local(
    _ name: String, partitionKey: KeySchema.Attribute, sortKey: KeySchema.Attribute, attributes: Attributes = .all
  ) -> SecondaryIndex {
    SecondaryIndex(
      name, scope: .local, keySchema: KeySchema(partition: partitionKey, sort: sortKey), attributes: attributes)
  }
}

/// What an index is: a part of ``TableDescription``.
public struct SecondaryIndexDescription: Hashable, Sendable {
  public var index: SecondaryIndex
  /// Local indexes have none of their own and count as active.
  public var status: TableDescription.Status
  /// How many items the index holds; DynamoDB itself counts them every six hours or so.
  public var itemCount: Int
  /// The sum of the sizes in bytes of what the index holds.
  public var sizeInBytes: Int
  public var arn: String?

  public init(
    _ index: SecondaryIndex, status: TableDescription.Status = .active, itemCount: Int = 0, sizeInBytes: Int = 0,
    arn: String? = nil
  ) {
    self.index = index
    self.status = status
    self.itemCount = itemCount
    self.sizeInBytes = sizeInBytes
    self.arn = arn
  }
}
