/// The key of a table: a partition key, and a sort key where there is one.
public struct KeySchema: Hashable, Sendable {
  /// A key attribute's name and type.
  public struct Attribute: Hashable, Sendable {
    /// The types that a key can have.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
      case string = "S"
      case number = "N"
      case binary = "B"
    }

    public var name: String
    public var kind: Kind

    public init(_ name: String, _ kind: Kind = .string) {
      self.name = name
      self.kind = kind
    }
  }

  public var partition: Attribute
  public var sort: Attribute?

  public init(partition: Attribute, sort: Attribute? = nil) {
    self.partition = partition
    self.sort = sort
  }

  /// The key's attributes, the partition key first.
  public var attributes: [Attribute] { sort.map { [partition, $0] } ?? [partition] }

  /// The key of an item: its key attributes alone.
  public func key(of item: Item) -> Item {
    var key: Item = [:]
    for attribute in attributes { key[attribute.name] = item[attribute.name] }
    return key
  }
}
