import DynamoDB
public import TableTheoryModels

extension DMSDocument {
  /// The models as JSON Schema (2020-12), for the items as plain JSON: `{"pk": "CACHE#home", "ttl": 1795475927}`. Sets are
  /// arrays without repetition, binary values base64.
  ///
  /// A model's schema is `$defs/NAME`; the whole one allows any of them.
  public var jsonSchema: DocumentValue {
    .object([
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "title": namespace.map { .string($0) },
      "anyOf": .array(models.map { ["$ref": .string("#/$defs/\($0.name)")] }),
      "$defs": .object(models.map { .init($0.name, $0.jsonSchema) }),
    ])
  }
}

extension ModelSchema {
  /// The model's items as JSON Schema. Attributes that the model does not have are allowed: other versions may write them.
  public var jsonSchema: DocumentValue {
    let required = attributes.filter { $0.presence == .required || $0.roles.contains(where: \.isLifecycle) }
    return .object([
      "title": .string(name),
      "description": .string("An item of the table \(table)."),
      "type": "object",
      "properties": .object(attributes.map { .init($0.name, $0.jsonSchema) }),
      "required": .strings(required.map(\.name)),
    ])
  }
}

extension AttributeSchema {
  fileprivate var jsonSchema: DocumentValue {
    var schema: DocumentValue =
      switch type {
      case .string: ["type": "string"]
      case .number: ["type": format == .unixSeconds || format == .integer ? "integer" : "number"]
      case .binary: ["type": "string", "contentEncoding": "base64"]
      case .bool: ["type": "boolean"]
      case .map: ["type": "object"]
      case .list: ["type": "array"]
      case .stringSet: Self.set(of: ["type": "string"])
      case .numberSet: Self.set(of: ["type": "number"])
      case .binarySet: Self.set(of: ["type": "string", "contentEncoding": "base64"])
      case .null: ["type": "null"]
      }
    if isEncrypted { schema = ["type": "object", "required": ["v", "edk", "nonce", "ct"]] }
    if format == .rfc3339Nanoseconds { schema["format"] = "date-time" }
    if isJSON { schema["contentMediaType"] = "application/json" }
    if let constant = templates.first?.constantText, templates.count == 1 {
      schema["const"] = .string(constant)
    } else if !templates.isEmpty {
      schema["pattern"] = .string("^(?:\(templates.map(\.pattern).joined(separator: "|")))$")
    }
    return schema
  }

  /// DynamoDB has no empty sets.
  private static func set(of element: DocumentValue) -> DocumentValue {
    ["type": "array", "items": element, "minItems": 1, "uniqueItems": true]
  }
}

extension KeyTemplate {
  /// The keys as a regular expression of ECMA-262: values hold no `#`, save for one at the end.
  fileprivate var pattern: String {
    var pattern = ""
    for (index, part) in parts.enumerated() {
      switch part {
      case .text(let text):
        for character in text {
          if "\\^$.|?*+()[]{}/".contains(character) { pattern += "\\" }
          pattern.append(character)
        }
      case .value: pattern += index == parts.count - 1 ? "[\\s\\S]*" : "[^#]*"
      }
    }
    return pattern
  }
}
