extension SecondaryIndex {
  /// The members that a request and a description share.
  func writeMembers(to writer: inout JSONWriter) {
    writer.member("IndexName", name)
    keySchema.write(to: &writer)
    writer.key("Projection")
    writer.object { writer in
      switch attributes {
      case .all: writer.member("ProjectionType", "ALL")
      case .keys: writer.member("ProjectionType", "KEYS_ONLY")
      case .including(let names):
        writer.member("ProjectionType", "INCLUDE")
        writer.key("NonKeyAttributes")
        writer.array(names) { $0.string($1) }
      }
    }
  }

  /// The index as a request has it.
  func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writeMembers(to: &writer)
      if case .provisioned(let read, let write) = billing {
        writer.key("ProvisionedThroughput")
        Billing.writeUnits(read, write, to: &writer)
      }
    }
  }
}

extension SecondaryIndexDescription {
  func write(to writer: inout JSONWriter) {
    writer.object { writer in
      index.writeMembers(to: &writer)
      if index.scope == .global {
        writer.member("IndexStatus", status.rawValue)
        writer.key("ProvisionedThroughput")
        index.billing.writeDescription(to: &writer)
      }
      writer.member("IndexSizeBytes", sizeInBytes)
      writer.member("ItemCount", itemCount)
      writer.member("IndexArn", arn)
    }
  }
}

extension JSONWriter {
  /// The members `LocalSecondaryIndexes` and `GlobalSecondaryIndexes`, each where there is one.
  mutating func indexes<Index>(
    _ indexes: [Index], scope: (Index) -> SecondaryIndex.Scope, _ write: (inout JSONWriter, Index) -> Void
  ) {
    for (wanted, name) in [(SecondaryIndex.Scope.local, "LocalSecondaryIndexes"), (.global, "GlobalSecondaryIndexes")] {
      let found = indexes.filter { scope($0) == wanted }
      guard !found.isEmpty else { continue }
      key(name)
      array(found) { write(&$0, $1) }
    }
  }
}

/// One index of a request or description, as it came.
struct IndexMembers {
  var scope: SecondaryIndex.Scope
  var name: String?
  var elements: [KeyElement]?
  var projectionType: String?
  var hasProjection = false
  var nonKeyAttributes: [String]?
  var units: (read: Int, write: Int)?
  var status: String?
  var itemCount = 0
  var sizeInBytes = 0
  var arn: String?

  init(_ scope: SecondaryIndex.Scope, from reader: inout JSONReader) throws(DynamoDBError) {
    self.scope = scope
    var members = self
    try reader.object { reader, name throws(DynamoDBError) in
      switch name {
      case "IndexName": members.name = try reader.string()
      case "KeySchema": members.elements = try KeyElement.list(from: &reader)
      case "Projection":
        members.hasProjection = true
        try reader.object { reader, name throws(DynamoDBError) in
          switch name {
          case "ProjectionType": members.projectionType = try reader.string()
          case "NonKeyAttributes":
            members.nonKeyAttributes = try reader.list { reader throws(DynamoDBError) in try reader.string() }
          default: try reader.skip()
          }
        }
      case "ProvisionedThroughput": members.units = try Billing.units(from: &reader)
      case "IndexStatus": members.status = try reader.string()
      case "ItemCount": members.itemCount = try reader.integer()
      case "IndexSizeBytes": members.sizeInBytes = try reader.integer()
      case "IndexArn": members.arn = try reader.string()
      default: try reader.skip()
      }
    }
    self = members
  }

  /// The index that the members describe, if they describe one.
  ///
  /// - Parameter table: the table's key, for a local index to be compared with.
  func index(_ definitions: AttributeDefinitions, of table: KeySchema) throws(DynamoDBError) -> SecondaryIndex {
    guard let name else { throw RequestMembers.missing("IndexName") }
    guard let elements else { throw RequestMembers.missing("KeySchema") }
    guard hasProjection else { throw RequestMembers.missing("Projection") }
    try TableNameRule.check(name)
    let schema = try definitions.schema(of: elements)
    if scope == .local {
      guard schema.sort != nil else {
        throw .invalidParameter("Index KeySchema does not have a range key for index: \(name)")
      }
      guard schema.partition == table.partition else {
        throw .invalidParameter(
          "Index KeySchema does not have the same leading hash key as table KeySchema for index: \(name). "
            + "index hash key: \(schema.partition.name), table hash key: \(table.partition.name)")
      }
    }
    return SecondaryIndex(
      name, scope: scope, keySchema: schema, attributes: try attributes(),
      billing: units.map { .provisioned(readUnits: $0.read, writeUnits: $0.write) } ?? .onDemand)
  }

  private func attributes() throws(DynamoDBError) -> SecondaryIndex.Attributes {
    if let nonKeyAttributes, projectionType != "INCLUDE" {
      _ = nonKeyAttributes
      throw .invalidParameter("ProjectionType is \(projectionType ?? "null"), but NonKeyAttributes is specified")
    }
    switch projectionType {
    case nil: throw .invalidParameter("Unknown ProjectionType: null")
    case "ALL": return .all
    case "KEYS_ONLY": return .keys
    case "INCLUDE":
      guard let nonKeyAttributes else {
        throw .invalidParameter("ProjectionType is INCLUDE, but NonKeyAttributes is not specified")
      }
      return .including(nonKeyAttributes)
    case let other?:
      throw .validation(
        "1 validation error detected: Value '\(other)' at 'projectionType' failed to satisfy constraint: "
          + "Member must satisfy enum value set: [ALL, INCLUDE, KEYS_ONLY]")
    }
  }
}
