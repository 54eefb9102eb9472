import SwiftSyntax

/// Writes the conformance of a model to `TableModel`.
///
/// The package's own types are named in full, so that it means the same whatever the model's own file declares.
struct ModelSource {
  let model: ModelDeclaration

  /// The extension stands at the top of the file, where types that are declared around the model cannot be named: nothing in
  /// it names the properties' types.
  ///
  /// - Parameter conformance: `: TableModel`, or nothing where the model says it itself.
  func text(conformance: String) -> String {
    let parts = [attributeList, schema, layout, reading, writing]
    return "extension \(model.type)\(conformance) {\n" + parts.joined(separator: "\n\n") + "\n}"
  }

  /// What stands among the model's own members, since it names their types.
  var members: [String] { [keyFunction, partitionFunction] }

  static let runtime = "TableTheoryModels"
  private static let database = "DynamoDB"
  private var access: String { model.access }
  private var attributes: [(offset: Int, element: ModelDeclaration.Attribute)] { Array(model.attributes.enumerated()) }

  static func quoted(_ text: String) -> String {
    "\"\(text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
  }
}

// MARK: - What it looks like

extension ModelSource {
  private var attributeList: String {
    let list = model.attributes.map { "    \(Self.attribute($0, of: model.type))," }.joined(separator: "\n")
    return """
        \(access)static let attributes: [\(Self.runtime).ModelAttribute<\(model.type)>] = [
      \(list)
        ]
      """
  }

  private static func attribute(_ attribute: ModelDeclaration.Attribute, of model: String) -> String {
    let property = attribute.property
    let path = "\\\(model).\(property.name), \(quoted(attribute.storedName))"
    let omits = property.omitsEmpty ? ", omitsEmpty: true" : ""
    if property.isTimeToLive { return ".timeToLive(\(path)\(omits))" }
    if property.isJSON { return ".json(\(path)\(property.isOptional ? omits : ""))" }
    let roles = [
      "PartitionKey": ".partitionKey", "SortKey": ".sortKey", "Version": ".version", "CreatedAt": ".createdAt",
      "UpdatedAt": ".updatedAt",
    ]
    let role = roles.sorted { $0.key < $1.key }.first { property.marks[$0.key] != nil }.map { ", \($0.value)" } ?? ""
    let templates = attribute.form.map { ", templates: [\($0.template)]" } ?? ""
    return "\(runtime).ModelAttribute(\(path)\(role)\(omits)\(templates))"
  }

  private var schema: String {
    var indexes = ""
    if !model.indexes.isEmpty {
      let list = model.indexes.map { index in
        var arguments = [Self.quoted(index.index.name)]
        arguments += index.index.rest.filter { $0.hasPrefix("kind") }
        arguments.append("partition: \(Self.quoted(index.partition))")
        if let sort = index.sort { arguments.append("sort: \(Self.quoted(sort))") }
        arguments += index.index.rest.filter { $0.hasPrefix("projection") }
        return "      \(Self.runtime).IndexSchema(\(arguments.joined(separator: ", ")), of: attributes),"
      }
      indexes = ",\n    indexes: [\n\(list.joined(separator: "\n"))\n    ]"
    }
    return """
        \(access)static let schema = \(Self.runtime).ModelSchema(
          \(Self.quoted(model.name)), table: \(model.table), naming: \(model.naming), attributes: attributes\(indexes))
      """
  }

  private var layout: String {
    let names = model.attributes.map { Self.quoted($0.storedName) }.joined(separator: ", ")
    return "  private static let itemLayout = \(Self.runtime).ItemLayout([\(names)])"
  }
}

// MARK: - To an item

extension ModelSource {
  /// More attributes than a layout has bits are put into the item one by one.
  private var isLarge: Bool { model.attributes.count > 64 }

  private var writing: String {
    let json = attributes.filter { $0.element.property.isJSON }.map { index, attribute in
      "    let stored\(index) = try \(Self.runtime).JSONText.attributeValue("
        + "of: self.\(attribute.property.name), as: \(Self.quoted(attribute.storedName)), in: \(Self.quoted(model.name)))\n"
    }.joined()
    return """
        \(access)func storedItem() throws(\(Self.runtime).ModelError) -> \(Self.database).Item {
      \(json)\(isLarge ? insertions : filling)
        }
      """
  }

  private var filling: String {
    let always = attributes.filter { presence($0.offset, $0.element.property) == nil }
    let mask = always.reduce(UInt64(0)) { $0 | 1 << UInt64($1.offset) }
    let bits = attributes.compactMap { index, attribute in
      presence(index, attribute.property).map { "    if \($0) { presence |= \(UInt64(1) << UInt64(index)) }\n" }
    }.joined()
    let cases = attributes.map { "      case \($0.offset): \(value($0.offset, $0.element.property)) ?? .null" }
    return """
          \(bits.isEmpty ? "let" : "var") presence: UInt64 = \(mask)
      \(bits)    return Self.itemLayout.item(presence: presence) { place in
            switch place {
      \(cases.joined(separator: "\n"))
            default: .null
            }
          }
      """
  }

  private var insertions: String {
    let lines = attributes.map { index, attribute in
      let insertion =
        "item[\(Self.quoted(attribute.storedName))] = \(value(index, attribute.property))"
      return presence(index, attribute.property).map { "    if \($0) { \(insertion) }" } ?? "    \(insertion)"
    }
    return "    var item: \(Self.database).Item = [:]\n\(lines.joined(separator: "\n"))\n    return item"
  }

  /// Whether the attribute is there; `nil` where it always is.
  private func presence(_ index: Int, _ property: ModelProperty) -> String? {
    let value = "self.\(property.name)"
    if property.isJSON { return property.omitsEmpty && property.isOptional ? "\(value) != nil" : nil }
    if property.omitsEmpty { return "!\(value).isEmptyValue" }
    return property.isOptional ? "\(value).isStored" : nil
  }

  /// The stored value, which is an optional.
  private func value(_ index: Int, _ property: ModelProperty) -> String {
    if property.isJSON { return "Optional(stored\(index))" }
    if property.isTimeToLive { return "\(Self.runtime).EpochSeconds.attributeValue(of: self.\(property.name))" }
    return "self.\(property.name).attributeValue"
  }
}

// MARK: - From an item

extension ModelSource {
  private var reading: String {
    let variables = attributes.map { "    var stored\($0.offset) = \(place($0.element))" }
    let lengths = Dictionary(grouping: attributes) { $0.element.storedName.utf8.count }
    let cases = lengths.sorted { $0.key < $1.key }.map { length, attributes in
      let tests = attributes.map { index, attribute in
        "if name == \(Self.quoted(attribute.storedName)) {\n            \(reading(index, attribute))\n          }"
      }
      return "        case \(length):\n          \(tests.joined(separator: " else "))"
    }
    // All that can fail comes first: a value that is begun would have to be taken apart again.
    let results = attributes.flatMap { result($0.offset, $0.element) }
    let assignments = attributes.flatMap { assigning($0.offset, $0.element) }
    return """
        \(access)init(item: \(Self.database).Item) throws(\(Self.runtime).ModelError) {
      \(variables.joined(separator: "\n"))
          for (name, value) in item {
            do throws(\(Self.runtime).ValueMismatch) {
              switch name.utf8.count {
      \(cases.joined(separator: "\n"))
              default: break
              }
            } catch {
              throw \(Self.runtime).ModelError(model: \(Self.quoted(model.name)), attribute: name, reason: error.description)
            }
          }
      \((results + assignments).map { "    \($0)" }.joined(separator: "\n"))
        }
      """
  }

  /// Where a value is read into: an optional of what the property has, or the property's own optional.
  private func place(_ attribute: ModelDeclaration.Attribute) -> String {
    if attribute.form != nil { return "Optional<String>.none" }
    let function = attribute.property.isOptional ? "optionalPlace" : "place"
    return "\(Self.runtime).ItemReader.\(function)(for: \(property(attribute.property.name)))"
  }

  /// A property as a function of the model, from which the compiler knows its type.
  private func property(_ name: String) -> String { "{ (model: Self) in model.\(name) }" }

  private func reading(_ index: Int, _ attribute: ModelDeclaration.Attribute) -> String {
    let property = attribute.property
    let reader =
      property.isJSON ? "JSONText.read" : property.isTimeToLive ? "EpochSeconds.read" : "ItemReader.read"
    let reading = "try \(Self.runtime).\(reader)(value, into: &stored\(index))"
    // NULL, which other programs write, is `nil`.
    return property.isOptional ? "if case .null = value {} else { \(reading) }" : reading
  }

  /// The statements that find the property's value, or the values of the properties that are in the key.
  private func result(_ index: Int, _ attribute: ModelDeclaration.Attribute) -> [String] {
    let property = attribute.property
    let name = Self.quoted(attribute.storedName)
    let of = Self.quoted(model.name)
    let missing = "throw \(Self.runtime).ModelError.missing(\(name), of: \(of))"
    if let form = attribute.form { return keyResult(index, name, form, missing) }
    if property.isOptional { return [] }
    if property.isJSON { return ["guard let value\(index) = stored\(index) else { \(missing) }"] }
    let value =
      "\(Self.runtime).ItemReader.value(stored\(index), \(name), of: \(of), omitsEmpty: \(property.omitsEmpty))"
    return ["let value\(index) = try \(value)"]
  }

  private func keyResult(_ index: Int, _ name: String, _ form: KeyForm, _ missing: String) -> [String] {
    var lines = ["guard let stored\(index) else { \(missing) }"]
    let reader = "\(Self.runtime).KeyTextReader(stored\(index), of: \(Self.quoted(model.name)), \(name))"
    lines.append("var text\(index) = \(reader)")
    var seen: Set<String> = []
    for part in form.parts {
      switch part {
      case .text(let text): lines.append("try text\(index).literal(\(Self.quoted(text)))")
      case .value(let name, let isVerbatim):
        let value = isVerbatim ? "text\(index).verbatim()" : "try text\(index).value(for: \(property(name)))"
        lines.append(
          "\(isReadHere(name, index) && seen.insert(name).inserted ? "let part\(index)_\(name)" : "_") = \(value)")
      }
    }
    lines.append("try text\(index).end()")
    return lines
  }

  private func assigning(_ index: Int, _ attribute: ModelDeclaration.Attribute) -> [String] {
    let property = attribute.property
    guard let form = attribute.form else {
      return ["self.\(property.name) = \(property.isOptional ? "stored" : "value")\(index)"]
    }
    return form.valueNames.filter { isReadHere($0, index) }.map { "self.\($0) = part\(index)_\($0)" }
  }

  /// Whether a property's value is taken from this key: it has no attribute of its own and is in no key before.
  private func isReadHere(_ name: String, _ index: Int) -> Bool {
    !isStored(name) && !isInEarlierKey(name, before: index)
  }

  /// Whether a property has an attribute of its own.
  private func isStored(_ name: String) -> Bool { model.attributes.contains { $0.property.name == name } }

  private func isInEarlierKey(_ name: String, before index: Int) -> Bool {
    model.attributes.prefix(index).contains { $0.form?.valueNames.contains(name) == true }
  }
}

// MARK: - Keys

extension ModelSource {
  private var keyFunction: String {
    let sort = model.attributes.first { $0.property.isSortKey }
    let partition = model.attributes.first { $0.property.isPartitionKey }
    let parts = [partition, sort].compactMap { $0 }
    let values = parts.map { Self.value($0) }
    return """
      /// The key of one of the items.
      \(access)static func key(\(parameters(of: parts))) -> \(Self.runtime).ModelKey<\(model.name)> {
        \(Self.runtime).ModelKey(partition: \(values[0])\(values.count > 1 ? ", sort: \(values[1])" : ""))
      }
      """
  }

  private var partitionFunction: String {
    let parts = model.attributes.filter { $0.property.isPartitionKey }
    return """
      /// The partition key of some of the items.
      \(access)static func partition(\(parameters(of: parts))) -> \(Self.runtime).ModelPartition<\(model.name)> {
        \(Self.runtime).ModelPartition(\(Self.value(parts[0])))
      }
      """
  }

  private static func value(_ attribute: ModelDeclaration.Attribute) -> String {
    attribute.form.map { "\($0.source) as \(runtime).KeyText" } ?? attribute.property.name
  }

  private func parameters(of keys: [ModelDeclaration.Attribute]) -> String {
    var names: [String] = []
    for key in keys {
      for name in key.form?.valueNames ?? [key.property.name] where !names.contains(name) { names.append(name) }
    }
    return names.map { "\($0): \(model.properties[$0]?.typeText ?? "String")" }.joined(separator: ", ")
  }
}

extension KeyForm {
  /// The form as `KeyTemplate`.
  var template: String {
    let parts = parts.map { part in
      switch part {
      case .text(let text): ".text(\(ModelSource.quoted(text)))"
      case .value(let name, _): ".value(\(ModelSource.quoted(name)))"
      }
    }
    return "\(ModelSource.runtime).KeyTemplate([\(parts.joined(separator: ", "))])"
  }
}
