/// The key of a table: a partition key, and a sort key where there is one.
public struct KeySchema: Hashable, Sendable {
  /// A key attribute's name and type.
  public struct Attribute: Hashable, Sendable {
    /// The types that a key can have.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
      /// `S`
      case string = "S"
      /// `N`
      case number = "N"
      /// `B`
      case binary = "B"
    }

    /// The attribute's name.
    public var name: String
    /// Its type: a key is a string, a number or binary.
    public var kind: Kind

    /// A key attribute; a string unless told otherwise.
    public init(_ name: String, _ kind: Kind = .string) {
      self.name = name
      self.kind = kind
    }
  }

  /// The partition key.
  public var partition: Attribute
  /// The sort key; `nil` where the partition key alone names an item.
  public var sort: Attribute?

  /// A table's key.
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

extension KeySchema {
  func write(to writer: inout JSONWriter) {
    writer.key("AttributeDefinitions")
    writer.array(attributes) { writer, attribute in
      writer.object { writer in
        writer.member("AttributeName", attribute.name)
        writer.member("AttributeType", attribute.kind.rawValue)
      }
    }
    writer.key("KeySchema")
    writer.array(attributes.enumerated()) { writer, attribute in
      writer.object { writer in
        writer.member("AttributeName", attribute.element.name)
        writer.member("KeyType", attribute.offset == 0 ? "HASH" : "RANGE")
      }
    }
  }

  /// The members `AttributeDefinitions` and `KeySchema` as they came.
  struct Members {
    var kinds: [String: String] = [:]
    var elements: [(name: String, role: String)] = []

    /// Reads the member if it is one of the two.
    mutating func read(_ name: String, from reader: inout JSONReader) throws(DynamoDBError) -> Bool {
      switch name {
      case "AttributeDefinitions":
        for (name, kind) in try Self.pairs("AttributeName", "AttributeType", from: &reader) {
          if kinds.updateValue(kind, forKey: name) != nil {
            throw .validation(
              "One or more parameter values were invalid: Duplicate AttributeName in AttributeDefinitions: \(name)")
          }
        }
      case "KeySchema":
        elements = try Self.pairs("AttributeName", "KeyType", from: &reader).map { (name: $0, role: $1) }
      default: return false
      }
      return true
    }

    private static func pairs(
      _ first: String, _ second: String, from reader: inout JSONReader
    ) throws(DynamoDBError) -> [(String, String)] {
      try reader.list { reader throws(DynamoDBError) in
        let members = try reader.dictionary { reader throws(DynamoDBError) in try reader.string() }
        guard let one = members[first] else { throw RequestMembers.missing(first) }
        guard let two = members[second] else { throw RequestMembers.missing(second) }
        return (one, two)
      }
    }

    /// The key that the members describe, if they describe one.
    func schema() throws(DynamoDBError) -> KeySchema {
      guard let partition = elements.first else { throw RequestMembers.missing("KeySchema") }
      guard partition.role == "HASH" else {
        throw .validation("Invalid KeySchema: The first KeySchemaElement is not a HASH key type")
      }
      if elements.count > 1, elements[1].role != "RANGE" {
        throw .validation("Invalid KeySchema: The second KeySchemaElement is not a RANGE key type")
      }
      guard elements.count <= 2 else {
        throw .validation(
          "1 validation error detected: Value at 'keySchema' failed to satisfy constraint: "
            + "Member must have length less than or equal to 2")
      }
      if elements.count > 1, elements[0].name == elements[1].name {
        throw .validation("Both the Hash Key and the Range Key element in the KeySchema have the same name")
      }
      let names = elements.map(\.name)
      if let undefined = names.first(where: { kinds[$0] == nil }) {
        throw .validation(
          "One or more parameter values were invalid: Some index key attributes are not defined in "
            + "AttributeDefinitions. Keys: [\(undefined)], AttributeDefinitions: [\(kinds.keys.sorted().joined(separator: ", "))]"
        )
      }
      guard kinds.count == names.count else {
        throw .validation(
          "One or more parameter values were invalid: Number of attributes in KeySchema does not exactly match "
            + "number of attributes defined in AttributeDefinitions")
      }
      return KeySchema(
        partition: try attribute(names[0]), sort: names.count > 1 ? try attribute(names[1]) : nil)
    }

    private func attribute(_ name: String) throws(DynamoDBError) -> Attribute {
      guard let kind = Attribute.Kind(rawValue: kinds[name] ?? "") else {
        throw .validation(
          "1 validation error detected: Value '\(kinds[name] ?? "")' at 'attributeDefinitions.1.member.attributeType' "
            + "failed to satisfy constraint: Member must satisfy enum value set: [B, N, S]")
      }
      return Attribute(name, kind)
    }
  }
}
