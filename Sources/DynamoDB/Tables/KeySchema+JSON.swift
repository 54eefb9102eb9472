extension KeySchema {
  /// The member `KeySchema`.
  func write(to writer: inout JSONWriter) {
    writer.key("KeySchema")
    writer.array(attributes.enumerated()) { writer, attribute in
      writer.object { writer in
        writer.member("AttributeName", attribute.element.name)
        writer.member("KeyType", attribute.offset == 0 ? "HASH" : "RANGE")
      }
    }
  }
}

extension JSONWriter {
  /// The member `AttributeDefinitions`: the attributes of some keys, each once.
  mutating func attributeDefinitions(of schemas: [KeySchema]) {
    var seen: Set<String> = []
    let attributes = schemas.flatMap(\.attributes).filter { seen.insert($0.name).inserted }
    key("AttributeDefinitions")
    array(attributes) { writer, attribute in
      writer.object { writer in
        writer.member("AttributeName", attribute.name)
        writer.member("AttributeType", attribute.kind.rawValue)
      }
    }
  }
}

/// An element of a `KeySchema`, as it came.
struct KeyElement: Hashable {
  var name: String
  var role: String

  static func list(from reader: inout JSONReader) throws(DynamoDBError) -> [KeyElement] {
    try reader.pairs("AttributeName", "KeyType").map { KeyElement(name: $0, role: $1) }
  }
}

/// The member `AttributeDefinitions`, as it came.
struct AttributeDefinitions {
  /// In the order of the request.
  private(set) var names: [String] = []
  private var kinds: [String: String] = [:]

  init() {}

  init(from reader: inout JSONReader) throws(DynamoDBError) {
    for (name, kind) in try reader.pairs("AttributeName", "AttributeType") {
      guard kinds.updateValue(kind, forKey: name) == nil else {
        throw .invalidParameter("Duplicate AttributeName in AttributeDefinitions: \(name)")
      }
      names.append(name)
    }
  }

  /// With the attributes of a key that exists already.
  mutating func add(_ schema: KeySchema) {
    for attribute in schema.attributes where kinds[attribute.name] == nil {
      kinds[attribute.name] = attribute.kind.rawValue
      names.append(attribute.name)
    }
  }

  /// The key that some elements describe, if they describe one.
  func schema(of elements: [KeyElement]) throws(DynamoDBError) -> KeySchema {
    guard let partition = elements.first else {
      throw .validation(
        "1 validation error detected: Value '[]' at 'keySchema' failed to satisfy constraint: "
          + "Member must have length greater than or equal to 1")
    }
    let names = elements.map(\.name)
    guard names.allSatisfy({ kinds[$0] != nil }) else {
      throw .invalidParameter(
        "Some index key attributes are not defined in AttributeDefinitions. Keys: [\(names.joined(separator: ", "))], "
          + "AttributeDefinitions: [\(self.names.joined(separator: ", "))]")
    }
    if names.count == 2, names[0] == names[1] {
      throw .validation("Both the Hash Key and the Range Key element in the KeySchema have the same name")
    }
    guard partition.role == "HASH" else {
      throw .validation("Invalid KeySchema: The first KeySchemaElement is not a HASH key type")
    }
    if elements.count == 2, elements[1].role != "RANGE" {
      throw .validation("Invalid KeySchema: The second KeySchemaElement is not a RANGE key type")
    }
    guard elements.count <= 2 else {
      throw .validation("KeySchema: keys of more than two attributes are not supported by this endpoint")
    }
    return KeySchema(partition: try attribute(names[0]), sort: names.count > 1 ? try attribute(names[1]) : nil)
  }

  /// Refuses definitions of attributes that no key has.
  func refuseUnused(by schemas: [KeySchema], hasIndexes: Bool) throws(DynamoDBError) {
    let used = Set(schemas.flatMap { $0.attributes.map(\.name) })
    guard used.count != names.count else { return }
    guard hasIndexes else {
      throw .invalidParameter(
        "Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions")
    }
    throw .invalidParameter(
      "Some AttributeDefinitions are not used. AttributeDefinitions: [\(names.joined(separator: ", "))], "
        + "keys used: [\(names.filter(used.contains).joined(separator: ", "))]")
  }

  private func attribute(_ name: String) throws(DynamoDBError) -> KeySchema.Attribute {
    guard let kind = KeySchema.Attribute.Kind(rawValue: kinds[name] ?? "") else {
      let place = (names.firstIndex(of: name) ?? 0) + 1
      throw .validation(
        "1 validation error detected: Value '\(kinds[name] ?? "")' at 'attributeDefinitions.\(place).member.attributeType' "
          + "failed to satisfy constraint: Member must satisfy enum value set: [B, N, S]")
    }
    return KeySchema.Attribute(name, kind)
  }
}

extension JSONReader {
  /// A list of objects with two texts each.
  fileprivate mutating func pairs(_ first: String, _ second: String) throws(DynamoDBError) -> [(String, String)] {
    try list { reader throws(DynamoDBError) in
      let members = try reader.dictionary { reader throws(DynamoDBError) in try reader.string() }
      guard let one = members[first] else { throw RequestMembers.missing(first) }
      guard let two = members[second] else { throw RequestMembers.missing(second) }
      return (one, two)
    }
  }
}

extension DynamoDBError {
  /// A parameter that does not go with the others.
  package static func invalidParameter(_ what: String) -> DynamoDBError {
    .validation("One or more parameter values were invalid: \(what)")
  }
}
