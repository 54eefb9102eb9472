import DynamoDB
import TableTheoryModels

extension DMSDocument {
  /// The document as a value.
  public var value: DocumentValue {
    .object([
      "dms_version": .string(Self.version),
      "namespace": namespace.map { .string($0) },
      "models": .array(models.map(\.document)),
    ])
  }
}

extension ModelSchema {
  fileprivate var document: DocumentValue {
    .object([
      "name": .string(name),
      "table": ["name": .string(table)],
      "naming": naming.map { ["convention": .string($0.rawValue)] },
      "keys": key.map { .object(["partition": $0.partition.document, "sort": $0.sort?.document]) },
      "attributes": .array(attributes.map(\.document)),
      "indexes": indexes.isEmpty ? nil : .array(indexes.map(\.document)),
    ])
  }
}

extension AttributeSchema {
  fileprivate var document: DocumentValue {
    .object([
      "attribute": .string(name),
      "type": .string(type.rawValue),
      "format": format.map { .string($0.rawValue) },
      "required": presence == .required ? true : nil,
      "roles": roles.isEmpty ? nil : .strings(roles.sorted().map(\.description)),
      "optional": presence == .optional ? true : nil,
      "omit_empty": omitsEmpty ? true : nil,
      "json": isJSON ? true : nil,
      "binary": isBinary ? true : nil,
      "encryption": isEncrypted ? [:] : nil,
      "tags": templates.isEmpty ? nil : [DMSTag.keyTemplates: .strings(templates.map(\.description))],
    ])
  }
}

extension IndexSchema {
  fileprivate var document: DocumentValue {
    .object([
      "name": .string(name),
      "type": .string(kind.rawValue),
      "partition": key.partition.document,
      "sort": key.sort?.document,
      "projection": projection.document,
    ])
  }
}

extension IndexSchema.Projection {
  fileprivate var document: DocumentValue {
    switch self {
    case .all: ["type": "ALL"]
    case .keysOnly: ["type": "KEYS_ONLY"]
    case .including(let fields): ["type": "INCLUDE", "fields": .strings(fields)]
    }
  }
}

extension KeySchema.Attribute {
  fileprivate var document: DocumentValue { ["attribute": .string(name), "type": .string(kind.rawValue)] }
}

/// The names that this package gives in an attribute's `tags`, which DMS leaves to extensions.
enum DMSTag {
  /// How a key is made: a list of ``KeyTemplate``s.
  static let keyTemplates = "key_templates"
}
