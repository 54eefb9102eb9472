public import SwiftDiagnostics
import SwiftParser
public import SwiftSyntax
import SwiftSyntaxBuilder

/// What `@AttributeMap` makes of a struct.
public enum MapExpansion {
  /// The extension with the conformance.
  ///
  /// - Parameters:
  ///   - mark: the struct's `@AttributeMap`.
  ///   - declaration: the struct.
  ///   - type: its name with those of the types around it.
  ///   - surroundings: what it is declared in, from the inside out.
  ///   - statesConformance: whether the extension says that the struct conforms, or the struct has said it itself.
  ///   - diagnose: is given all that is wrong.
  /// - Returns: Nothing where something is.
  public static func extensions(
    of mark: AttributeSyntax, on declaration: some DeclGroupSyntax, named type: some TypeSyntaxProtocol,
    in surroundings: [Syntax] = [], statesConformance: Bool, diagnose: (Diagnostic) -> Void
  ) throws -> [ExtensionDeclSyntax] {
    let place = DeclarationPlace(type: type, in: surroundings)
    guard let map = MapDeclaration(declaration, mark: mark, in: place, report: { diagnose($0.diagnostic) }) else {
      return []
    }
    return [try ExtensionDeclSyntax("\(raw: map.source(statesConformance: statesConformance))")]
  }
}

/// A struct that is stored as a map, as it is written, sound.
struct MapDeclaration {
  struct Field {
    let property: ModelProperty
    let storedName: String
  }

  let type: String
  let access: String
  let fields: [Field]

  /// Reads the declaration of a struct.
  ///
  /// - Returns: `nil` where something is wrong, which `report` is given.
  init?(
    _ declaration: some SyntaxProtocol, mark: AttributeSyntax, in place: DeclarationPlace,
    report: (ModelDiagnostic) -> Void
  ) {
    guard let (map, convention) = place.marked(declaration, by: mark, report: report) else { return nil }
    var isSound = true
    func fail(_ diagnostic: ModelDiagnostic) {
      isSound = false
      report(diagnostic)
    }
    var fields: [Field] = []
    for property in ModelProperty.all(of: map.memberBlock.members) {
      let name = property.storedName(convention)
      if property.marks["Attribute"] != nil, name.isEmpty || property.nameLiteral?.representedLiteralValue == nil {
        fail(.nameForm(property))
      } else if let mark = (ModelProperty.roles + ["JSON"]).first(where: { property.marks[$0] != nil }) {
        fail(.markInMap(mark, property))
      } else if !convention.allows(name) {
        fail(.naming(property, name, convention))
      } else if let first = fields.first(where: { $0.storedName == name }) {
        fail(.nameTwice(property, name, first: first.property))
      }
      fields.append(Field(property: property, storedName: name))
    }
    guard isSound else { return nil }
    type = place.type ?? map.name.text
    access = map.access
    self.fields = fields
  }

  func source(statesConformance: Bool) -> String {
    let runtime = ModelSource.runtime
    let conformance = statesConformance ? ": \(runtime).AttributeMap" : ""
    func line(_ field: Field, _ line: (String, String, String) -> String) -> String {
      let omits = field.property.omitsEmpty ? ", omitsEmpty: true" : ""
      return "    " + line("self.\(field.property.name)", ModelSource.quoted(field.storedName), omits)
    }
    let readings = fields.map { line($0) { "\($0) = try fields.value(\($1)\($2))" } }
    let writings = fields.map { line($0) { "fields.set(\($1), \($0)\($2))" } }
    return """
      extension \(type)\(conformance) {
        \(access)init(fields: \(runtime).FieldReader) throws(\(runtime).ValueMismatch) {
      \(readings.joined(separator: "\n"))
        }

        \(access)func write(to fields: inout \(runtime).FieldWriter) {
      \(writings.joined(separator: "\n"))
        }
      }
      """
  }
}

extension NamingConvention {
  /// - Returns: `nil` where the naming is not written as it is.
  init?(argumentOf mark: AttributeSyntax) {
    let naming = mark.arguments?.as(LabeledExprListSyntax.self)?.first { $0.label?.text == "naming" }
    switch naming?.expression.as(MemberAccessExprSyntax.self)?.declName.baseName.text {
    case "snakeCase": self = .snakeCase
    case "camelCase": self = .camelCase
    default: return nil
    }
  }

  /// As it is written in Swift.
  var member: String { self == .camelCase ? ".camelCase" : ".snakeCase" }
}

extension StructDeclSyntax {
  /// What is written before the members of an extension, so that they are seen where the struct is.
  var access: String {
    modifiers.map(\.name.text).first { ["public", "package"].contains($0) }.map { "\($0) " } ?? ""
  }
}
