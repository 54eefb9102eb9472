import DynamoDB
public import TableTheoryModels

extension DMSFile {
  /// Everything in which the document differs from a program's models, in the order of the document, then what only the
  /// models have. None where a service that follows the document and this program can share the table.
  ///
  /// The order of attributes and the names of Swift properties do not count, nor does whether an attribute that the library
  /// itself writes is called required.
  public func differences(from models: [ModelSchema]) -> [SchemaDifference] {
    var comparison = SchemaComparison()
    for model in document.models {
      guard let own = models.first(where: { $0.name == model.name }) else {
        comparison.add(model.name, SchemaDifference.existence, "there", nil)
        continue
      }
      comparison.compare(model, own)
    }
    for model in models where !document.models.contains(where: { $0.name == model.name }) {
      comparison.add(model.name, SchemaDifference.existence, nil, "there")
    }
    return comparison.differences.map { difference in
      var difference = difference
      difference.line = line(of: difference.place) ?? line(of: Self.model(of: difference.place))
      return difference
    }
  }

  private static func model(of place: String) -> String { String(place.prefix { $0 != "." && $0 != "," }) }
}

/// Collects differences: the document's side first.
private struct SchemaComparison {
  var differences: [SchemaDifference] = []

  mutating func add(_ place: String, _ aspect: String, _ document: String?, _ models: String?) {
    guard document != models else { return }
    differences.append(SchemaDifference(place: place, aspect: aspect, document: document, models: models))
  }

  mutating func compare(_ document: ModelSchema, _ models: ModelSchema) {
    let name = document.name
    add(name, "table", document.table, models.table)
    add(name, "naming", document.naming?.rawValue, models.naming?.rawValue)
    for attribute in document.attributes {
      let place = "\(name).\(attribute.name)"
      guard let own = models.attribute(attribute.name) else {
        add(place, SchemaDifference.existence, "there", nil)
        continue
      }
      compare(attribute, own, at: place)
    }
    for attribute in models.attributes where document.attribute(attribute.name) == nil {
      add("\(name).\(attribute.name)", SchemaDifference.existence, nil, "there")
    }
    for index in document.indexes {
      let place = "\(name), index \(index.name)"
      guard let own = models.indexes.first(where: { $0.name == index.name }) else {
        add(place, SchemaDifference.existence, "there", nil)
        continue
      }
      add(place, "type", index.kind.rawValue, own.kind.rawValue)
      add(place, "partition", index.key.partition.text, own.key.partition.text)
      add(place, "sort", index.key.sort?.text, own.key.sort?.text)
      add(place, "projection", index.projection.text, own.projection.text)
    }
    for index in models.indexes where !document.indexes.contains(where: { $0.name == index.name }) {
      add("\(name), index \(index.name)", SchemaDifference.existence, nil, "there")
    }
  }

  private mutating func compare(_ document: AttributeSchema, _ models: AttributeSchema, at place: String) {
    add(place, "type", document.type.rawValue, models.type.rawValue)
    add(place, "format", document.format?.rawValue, models.format?.rawValue)
    add(place, "roles", document.roleText, models.roleText)
    add(place, "presence", document.comparedPresence, models.comparedPresence)
    for (aspect, flag) in [
      ("omit_empty", \AttributeSchema.omitsEmpty), ("json", \.isJSON), ("binary", \.isBinary),
      ("encryption", \.isEncrypted),
    ] {
      add(place, aspect, "\(document[keyPath: flag])", "\(models[keyPath: flag])")
    }
    add(place, "key_templates", document.templateText, models.templateText)
  }
}

extension AttributeSchema {
  /// Roles of indexes are said by the indexes themselves.
  fileprivate var roleText: String? {
    let roles = roles.sorted().filter { role in
      switch role {
      case .indexPartitionKey, .indexSortKey: false
      default: true
      }
    }
    return roles.isEmpty ? nil : roles.map(\.description).joined(separator: ", ")
  }

  fileprivate var comparedPresence: String {
    let isLifecycle = roles.contains { $0.isLifecycle }
    return (presence == .unspecified && isLifecycle ? .required : presence).rawValue
  }

  fileprivate var templateText: String? {
    templates.isEmpty ? nil : templates.map(\.description).sorted().joined(separator: ", ")
  }
}

extension KeySchema.Attribute {
  fileprivate var text: String { "\(name) \(kind.rawValue)" }
}

extension IndexSchema.Projection {
  fileprivate var text: String {
    switch self {
    case .all: "ALL"
    case .keysOnly: "KEYS_ONLY"
    case .including(let fields): "INCLUDE \(fields.sorted().joined(separator: ", "))"
    }
  }
}
