import SwiftParser
import SwiftSyntax

/// A model as it is written, sound: what the conformance is made from.
struct ModelDeclaration {
  /// One of the stored attributes, in the order of the properties.
  struct Attribute {
    let property: ModelProperty
    let storedName: String
    /// How a key's text is made, where it is made of something.
    let form: KeyForm?
  }

  struct Index {
    let index: ModelIndex
    let partition: String
    let sort: String?
  }

  let name: String
  /// The name with those of the types around it: `Shop.Order`.
  let type: String
  let access: String
  let table: String
  let naming: String
  let attributes: [Attribute]
  let indexes: [Index]
  /// All stored properties by their names.
  let properties: [String: ModelProperty]
}

extension ModelDeclaration {
  /// Reads the declaration of a struct.
  ///
  /// - Parameters:
  ///   - mark: its `@TableModel`.
  ///   - place: where it stands.
  ///   - report: is given all that is wrong.
  /// - Returns: `nil` where something is.
  init?(
    _ declaration: some SyntaxProtocol, mark: AttributeSyntax, in place: DeclarationPlace,
    report: (ModelDiagnostic) -> Void
  ) {
    guard let (model, convention) = place.marked(declaration, by: mark, report: report) else { return nil }
    let arguments = mark.arguments?.as(LabeledExprListSyntax.self) ?? []
    func argument(_ label: String) -> ExprSyntax? { arguments.first { $0.label?.text == label }?.expression }

    var isSound = true
    func fail(_ diagnostic: ModelDiagnostic) {
      isSound = false
      report(diagnostic)
    }
    let properties = ModelProperty.all(of: model.memberBlock.members)
    let stored = Set(properties.filter(\.isStored).map(\.name))
    var attributes: [Attribute] = []
    for property in properties {
      do throws(ModelDiagnostic) {
        try property.check()
        let form = property.isStored ? nil : try property.keyForm(properties: stored)
        attributes.append(
          Attribute(property: property, storedName: property.storedName(convention), form: form))
      } catch {
        fail(error)
      }
    }
    Self.roleTwice(properties).forEach(fail)

    // What stands in a key is stored there, and by itself only where it is said so.
    let inKeys = Set(attributes.compactMap(\.form).flatMap(\.valueNames))
    for attribute in attributes
    where inKeys.contains(attribute.property.name) && attribute.property.marks["Attribute"] == nil {
      if let mark = attribute.property.marks.keys.sorted().first { fail(.markedInKey(attribute.property, mark)) }
    }
    attributes.removeAll { inKeys.contains($0.property.name) && $0.property.marks["Attribute"] == nil }

    if !properties.contains(where: \.isPartitionKey) {
      let candidate = properties.first { ["pk", "partitionKey", "id"].contains($0.name) }
      fail(.noPartitionKey(model, candidate: candidate))
    }
    var named: [String: ModelProperty] = [:]
    for attribute in attributes {
      if !convention.allows(attribute.storedName) {
        fail(.naming(attribute.property, attribute.storedName, convention))
      }
      if let first = named.updateValue(attribute.property, forKey: attribute.storedName) {
        fail(.nameTwice(attribute.property, attribute.storedName, first: first))
      }
    }
    let indexes = Self.indexes(of: model, attributes, fail)
    guard isSound else { return nil }

    name = model.name.text
    type = place.type ?? name
    access = model.access
    table = argument("table")?.trimmedDescription ?? "\"\(model.name.text)\""
    naming = convention.member
    self.attributes = attributes
    self.indexes = indexes
    self.properties = Dictionary(properties.map { ($0.name, $0) }) { first, _ in first }
  }

  private static func roleTwice(_ properties: [ModelProperty]) -> [ModelDiagnostic] {
    ModelProperty.roles.flatMap { mark -> [ModelDiagnostic] in
      let bearers = properties.filter { $0.marks[mark] != nil }
      guard let first = bearers.first else { return [] }
      return bearers.dropFirst().map { ModelDiagnostic.twice(mark, $0, first: first) }
    }
  }

  private static func indexes(
    of model: StructDeclSyntax, _ attributes: [Attribute], _ fail: (ModelDiagnostic) -> Void
  ) -> [Index] {
    var indexes: [Index] = []
    for case .attribute(let mark) in model.attributes {
      do throws(ModelDiagnostic) {
        guard let index = try ModelIndex(mark) else { continue }
        if indexes.contains(where: { $0.index.name == index.name }) { throw .indexTwice(index.name, mark) }
        func stored(_ literal: StringLiteralExprSyntax) throws(ModelDiagnostic) -> String {
          let name = literal.representedLiteralValue ?? ""
          if let attribute = attributes.first(where: { $0.property.name == name || $0.storedName == name }) {
            return attribute.storedName
          }
          let nearest = attributes.map(\.property.name).min { $0.distance(to: name) < $1.distance(to: name) }
          throw .indexAttribute(
            index.name, literal, name, nearest: nearest.flatMap { $0.distance(to: name) <= 3 ? $0 : nil },
            attribute: mark)
        }
        let sort: String?
        if let literal = index.sort { sort = try stored(literal) } else { sort = nil }
        indexes.append(Index(index: index, partition: try stored(index.partition), sort: sort))
      } catch {
        fail(error)
      }
    }
    return indexes
  }
}

extension String {
  /// How many letters have to be changed, put in or taken out to make the other text.
  func distance(to other: String) -> Int {
    let (left, right) = (Array(utf8), Array(other.utf8))
    var row = Array(0...right.count)
    for (i, letter) in left.enumerated() {
      var previous = row[0]
      row[0] = i + 1
      for (j, otherLetter) in right.enumerated() {
        let above = row[j + 1]
        row[j + 1] = letter == otherLetter ? previous : Swift.min(previous, above, row[j]) + 1
        previous = above
      }
    }
    return row[right.count]
  }
}
