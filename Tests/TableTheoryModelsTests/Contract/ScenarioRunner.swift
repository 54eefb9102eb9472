import DynamoDB
import EmbeddedDynamoDB
import TableTheoryDocuments
import Testing

@testable import TableTheoryModels

/// Plays a scenario with a typed table: what it sends and what comes back are the library's, and what is stored is looked at
/// behind its back.
struct ScenarioRunner<Model: TableModel> {
  let scenario: Scenario
  private let client: EmbeddedDynamoDB
  private let time = ManualTime()
  private let table: TypedTable<Model>

  init(_ scenario: Scenario, _ model: Model.Type) {
    self.scenario = scenario
    client = EmbeddedDynamoDB()
    table = TypedTable(on: client, named: scenario.table, time: time)
  }

  func play() async throws {
    try await table.createTableIfMissing()
    var variables: [String: AttributeValue] = [:]
    for step in scenario.steps {
      let place = "\(scenario.name), line \(step.line)"
      if step.operation == "sleep" {
        guard case .number(let text)? = step.members["ms"]?.value, let milliseconds = Int(text) else {
          throw ScenarioError("\(place): sleep has no ms")
        }
        time.advance(by: .milliseconds(milliseconds))
        continue
      }
      let (item, error) = try await carryOut(step)
      if let expected = step.expectations["error"] {
        #expect(error == (try expected.string("error")), "\(place)")
        continue
      }
      guard error == nil else {
        Issue.record("\(place): \(error ?? "")")
        return
      }
      try check(item ?? [:], step, &variables, place)
    }
  }

  /// - Returns: For a read, the stored item; or the contract's name of what went wrong.
  private func carryOut(_ step: Scenario.Step) async throws -> (Item?, String?) {
    do throws(TypedTableError) {
      switch step.operation {
      case "create":
        let model = try model(step.members["item"])
        if case .bool(true)? = step.members["if_not_exists"]?.value {
          try await table.create(model)
        } else {
          try await table.put(model)
        }
        return (nil, nil)
      case "update":
        let model = try model(step.members["item"])
        try await table.update(model, fields: try fields(step.members["fields"]))
        return (nil, nil)
      case "delete":
        try await table.delete(try key(step.members["key"]), version: version(step.members["version"]))
        return (nil, nil)
      default:
        let key = try key(step.members["key"])
        guard try await table.get(key, consistentRead: true) != nil else { return (nil, "ErrItemNotFound") }
        return (try await stored(key), nil)
      }
    } catch {
      return (nil, Self.name(of: error))
    }
  }

  private static func name(of error: TypedTableError) -> String {
    switch error {
    case .exists, .versionMismatch, .conditionFailed: "ErrConditionFailed"
    case .notFound: "ErrItemNotFound"
    case .model, .invalid: "ErrInvalidModel"
    default: "\(error)"
    }
  }

  private func stored(_ key: ModelKey<Model>) async throws(TypedTableError) -> Item {
    do throws(DynamoDBError) {
      return try await client.getItem(key.item, from: scenario.table, consistentRead: true) ?? [:]
    } catch {
      throw .client(error)
    }
  }

  private func check(
    _ item: Item, _ step: Scenario.Step, _ variables: inout [String: AttributeValue], _ place: String
  ) throws {
    for (variable, field) in try Self.texts(step.members["save"]) { variables[variable] = item[field] }
    for (name, expectation) in step.expectations {
      switch name {
      case "item_contains":
        for member in try Self.members(expectation) {
          #expect(item[member.name] == (try value(member.value, of: member.name)), "\(place): \(member.name)")
        }
      case "item_has_fields":
        for field in try expectation.sequence(name) { #expect(item[try field.string(name)] != nil, "\(place)") }
      case "item_missing_fields":
        for field in try expectation.sequence(name) { #expect(item[try field.string(name)] == nil, "\(place)") }
      case "item_field_equals_var":
        for (field, variable) in try Self.texts(expectation) { #expect(item[field] == variables[variable], "\(place)") }
      case "item_field_not_equals_var":
        for (field, variable) in try Self.texts(expectation) { #expect(item[field] != variables[variable], "\(place)") }
      case "raw_attribute_types":
        for (field, type) in try Self.texts(expectation) {
          #expect(item[field]?.typeTag.rawValue == type, "\(place): \(field)")
        }
      default: break
      }
    }
  }
}

// MARK: - From a scenario's values to the model's

extension ScenarioRunner {
  /// The model's value, with what a caller who has just made one would have where the file says nothing.
  private func model(_ node: DocumentNode?) throws(TypedTableError) -> Model {
    var item: Item = [:]
    for attribute in Model.schema.attributes {
      if attribute.roles.contains(.version) { item[attribute.name] = 0 }
      if attribute.roles.contains(.createdAt) || attribute.roles.contains(.updatedAt) {
        item[attribute.name] = .string(Timestamp.unset.nanosecondText)
      }
    }
    do {
      for member in try Self.members(node) { item[member.name] = try value(member.value, of: member.name) }
    } catch {
      throw .invalid("\(error)")
    }
    return try table.model(of: item)
  }

  private func key(_ node: DocumentNode?) throws(TypedTableError) -> ModelKey<Model> {
    var item: Item = [:]
    do {
      for member in try Self.members(node) { item[member.name] = try value(member.value, of: member.name) }
    } catch {
      throw .invalid("\(error)")
    }
    return ModelKey(item)
  }

  private func fields(_ node: DocumentNode?) throws(TypedTableError) -> [PartialKeyPath<Model>] {
    do {
      return try node?.sequence("fields").map { field in
        let name = try field.string("fields")
        guard let attribute = Model.attributes.first(where: { $0.name == name }) else {
          throw ScenarioError("\(name) is no attribute of the model")
        }
        return attribute.keyPath
      } ?? []
    } catch {
      throw .invalid("\(error)")
    }
  }

  private func version(_ node: DocumentNode?) -> ExpectedVersion? {
    guard case .number(let text)? = node?.value else { return nil }
    return Int64(text).map { .exactly($0) }
  }

  /// A value of an attribute, by its type in the schema.
  private func value(_ node: DocumentNode, of name: String) throws -> AttributeValue {
    switch (node.value, Model.schema.attribute(name)?.type) {
    case (.null, _): return .null
    case (.bool(let flag), _): return .bool(flag)
    case (.number(let text), _): return .number(try Number(parsing: text))
    case (.string(let text), _): return .string(text)
    case (.sequence(let elements), .stringSet): return .stringSet(ValueSet(try elements.map { try $0.string(name) }))
    case (.sequence(let elements), .numberSet):
      return .numberSet(ValueSet(try elements.compactMap { try value($0, of: "").number }))
    case (.sequence(let elements), _): return .list(try elements.map { try value($0, of: "") })
    case (.mapping(let members), _):
      var map: Item = [:]
      for member in members { map[member.name] = try value(member.value, of: "") }
      return .map(map)
    }
  }

  private static func members(_ node: DocumentNode?) throws -> [DocumentNode.Member] {
    guard let node else { return [] }
    guard case .mapping(let members) = node.value else { throw node.error("a mapping was wanted") }
    return members
  }

  private static func texts(_ node: DocumentNode?) throws -> [(String, String)] {
    try members(node).map { ($0.name, try $0.value.string($0.name)) }
  }
}
