import DynamoDB

extension ModelSchema {
  /// Everything that keeps the schema from being one, in the order of its attributes; none where it is sound.
  ///
  /// Source: TableTheory's DMS v0.1; *Amazon DynamoDB Developer Guide*, "Naming rules" and "Constraints".
  public var problems: [SchemaError] {
    var problems: [SchemaError] = []
    if name.isEmpty { problems.append(SchemaError("a model", "has no name")) }
    if table.isEmpty { problems.append(SchemaError(name, "names no table")) }
    problems += roleProblems
    var seen: Set<String> = []
    for attribute in attributes {
      let place = "\(name).\(attribute.name)"
      if !seen.insert(attribute.name).inserted { problems.append(SchemaError(place, "stands there twice")) }
      if let naming, !naming.allows(attribute.name) {
        problems.append(SchemaError(place, "is not in \(naming.rawValue), as the model's names are to be"))
      }
      problems += attribute.problems.map { SchemaError(place, $0) }
    }
    for index in indexes { problems += self.problems(of: index) }
    return problems
  }

  private var roleProblems: [SchemaError] {
    var problems: [SchemaError] = []
    if attribute(with: .partitionKey) == nil { problems.append(SchemaError(name, "has no attribute with the role pk")) }
    var bearers: [AttributeRole: String] = [:]
    for attribute in attributes {
      for role in attribute.roles {
        if let other = bearers.updateValue(attribute.name, forKey: role) {
          problems.append(SchemaError("\(name).\(attribute.name)", "has the role \(role), which \(other) has already"))
        }
        switch role {
        case .indexPartitionKey(let index), .indexSortKey(let index):
          if !indexes.contains(where: { $0.name == index }) {
            problems.append(
              SchemaError("\(name).\(attribute.name)", "has the role \(role), and there is no such index"))
          }
        default: break
        }
      }
    }
    return problems
  }

  private func problems(of index: IndexSchema) -> [SchemaError] {
    let place = "\(name), index \(index.name)"
    var problems: [SchemaError] = []
    if indexes.count(where: { $0.name == index.name }) > 1 { problems.append(SchemaError(place, "stands there twice")) }
    for key in index.key.attributes {
      guard let attribute = attribute(key.name) else {
        problems.append(SchemaError(place, "its key \(key.name) is no attribute of the model"))
        continue
      }
      if attribute.type != AttributeType(key.kind) {
        problems.append(
          SchemaError(
            place, "its key \(key.name) is \(key.kind.rawValue), the attribute itself \(attribute.type.rawValue)"))
      }
      if attribute.isEncrypted { problems.append(SchemaError(place, "its key \(key.name) is encrypted")) }
    }
    if index.kind == .local, let own = self.key?.partition, index.key.partition != own {
      problems.append(SchemaError(place, "a local index has the table's partition key, \(own.name)"))
    }
    if index.kind == .local, index.key.sort == nil {
      problems.append(SchemaError(place, "a local index has a sort key of its own"))
    }
    return problems
  }

  /// - Throws: the first of ``problems``.
  public func validate() throws(SchemaError) {
    if let first = problems.first { throw first }
  }
}

extension AttributeSchema {
  /// What is wrong with the attribute taken by itself.
  fileprivate var problems: [String] {
    var problems: [String] = []
    if name.isEmpty { problems.append("has no name") }
    if isJSON, type != .string { problems.append("is JSON, which is stored as S, not \(type.rawValue)") }
    if isBinary, type != .binary { problems.append("is a blob, which is stored as B, not \(type.rawValue)") }
    let isKey = roles.contains(.partitionKey) || roles.contains(.sortKey)
    if isKey, type.keyKind == nil { problems.append("is a key, which is S, N or B, not \(type.rawValue)") }
    if isKey, presence == .optional { problems.append("is a key, which cannot be optional") }
    if isKey, isEncrypted { problems.append("is a key, which cannot be encrypted") }
    if !templates.isEmpty, type != .string { problems.append("has a template, which makes an S, not \(type.rawValue)") }
    for role in roles {
      switch role {
      case .timeToLive where type != .number: problems.append("is the TTL: epoch seconds, an N, not \(type.rawValue)")
      case .version where type != .number: problems.append("is the version, an N, not \(type.rawValue)")
      case .createdAt where type != .string, .updatedAt where type != .string:
        problems.append("has the role \(role): RFC 3339 in an S, not \(type.rawValue)")
      case let role where role.isLifecycle && presence == .optional:
        problems.append("has the role \(role): the library always writes it, so it cannot be optional")
      default: break
      }
    }
    return problems
  }
}
