import SwiftDiagnostics
import SwiftSyntax

extension ModelDiagnostic {
  static func notStruct(_ declaration: some SyntaxProtocol) -> ModelDiagnostic {
    ModelDiagnostic(
      declaration, "notStruct",
      "@\(declaration.as(AttributeSyntax.self)?.attributeName.trimmedDescription ?? "TableModel") is for a struct without generic parameters"
    )
  }

  static func inGeneric(_ mark: AttributeSyntax) -> ModelDiagnostic {
    ModelDiagnostic(
      mark, "inGeneric", "what is within a generic type cannot be stored: declare the struct outside of it")
  }

  static func unreachable(_ modifier: DeclModifierSyntax) -> ModelDiagnostic {
    ModelDiagnostic(
      modifier, "unreachable",
      "the conformance stands at the top of the file, where what is 'private' in a type is not seen",
      fixIts: [.replace(modifier, with: "fileprivate", "make it 'fileprivate'")])
  }

  static func noNaming(_ attribute: AttributeSyntax) -> ModelDiagnostic {
    ModelDiagnostic(attribute, "noNaming", "the naming is written as it is: '.snakeCase' or '.camelCase'")
  }

  static func notTime(_ property: ModelProperty) -> ModelDiagnostic {
    ModelDiagnostic(
      property.type.map { Syntax($0) } ?? Syntax(property.declaration), "notTime",
      "a TTL is a moment, 'Timestamp' or 'Date', or an optional of one, not '\(property.typeText)'",
      fixIts: property.type.map { [.replace($0, with: "Timestamp?", "make it 'Timestamp?'")] } ?? [])
  }

  static func notMoment(_ mark: String, _ property: ModelProperty) -> ModelDiagnostic {
    ModelDiagnostic(
      property.type.map { Syntax($0) } ?? Syntax(property.declaration), "notMoment",
      "@\(mark) is a moment, 'Timestamp' or 'Date', not '\(property.typeText)'",
      fixIts: property.type.map { [.replace($0, with: "Timestamp", "make it 'Timestamp'")] } ?? [])
  }

  static func notInteger(_ property: ModelProperty) -> ModelDiagnostic {
    ModelDiagnostic(
      property.type.map { Syntax($0) } ?? Syntax(property.declaration), "notInteger",
      "a version is a whole number, not '\(property.typeText)'",
      fixIts: property.type.map { [.replace($0, with: "Int", "make it 'Int'")] } ?? [])
  }

  static func noType(_ property: ModelProperty) -> ModelDiagnostic {
    ModelDiagnostic(
      property.binding.pattern, "noType", "the type of '\(property.name)' has to be written: a macro sees no others",
      fixIts: property.literalType.map { type in
        [.replace(property.binding.pattern, with: "\(property.name): \(type)", "make it '\(type)'")]
      } ?? [])
  }

  /// A name that breaks the convention.
  static func naming(_ property: ModelProperty, _ name: String, _ naming: NamingConvention) -> ModelDiagnostic {
    let right = naming.nearestName(to: name)
    let fixIt: FixIt? = right.map { right in
      property.nameLiteral.map { .replace($0, with: "\"\(right)\"", "name it '\(right)'") }
        ?? .insert("@Attribute(\"\(right)\") ", before: property.declaration, "store it as '\(right)'")
    }
    let node = property.nameLiteral.map { Syntax($0) } ?? Syntax(property.binding.pattern)
    return ModelDiagnostic(
      node, "naming",
      "'\(name)' is not in \(naming == .camelCase ? "camel" : "snake") case, as the model's names are to be",
      fixIts: fixIt.map { [$0] } ?? [])
  }

  static func nameForm(_ property: ModelProperty) -> ModelDiagnostic {
    ModelDiagnostic(
      property.marks["Attribute"].map { Syntax($0) } ?? Syntax(property.declaration), "nameForm",
      "the name of an attribute is one text, without values in it and not empty")
  }

  static func nameTwice(_ property: ModelProperty, _ name: String, first: ModelProperty) -> ModelDiagnostic {
    ModelDiagnostic(
      property.nameLiteral.map { Syntax($0) } ?? Syntax(property.binding.pattern), "nameTwice",
      "'\(first.name)' is stored as '\(name)' already")
  }

  static func markedInKey(_ property: ModelProperty, _ mark: String) -> ModelDiagnostic {
    ModelDiagnostic(
      property.marks[mark].map { Syntax($0) } ?? Syntax(property.declaration), "markedInKey",
      "'\(property.name)' is stored in a key alone: mark it with @Attribute(\"...\") too to store it by itself")
  }

  static func two(_ mark: String, _ other: String, _ property: ModelProperty) -> ModelDiagnostic {
    let attribute = property.marks[other]
    return ModelDiagnostic(
      attribute.map { Syntax($0) } ?? Syntax(property.declaration), "two",
      "'\(property.name)' cannot be marked with @\(mark) and with @\(other)",
      fixIts: attribute.map { [.remove($0, "remove @\(other)")] } ?? [])
  }
}

extension ModelDiagnostic {
  /// A mark that says something of an attribute, on a field of a map.
  static func markInMap(_ mark: String, _ property: ModelProperty) -> ModelDiagnostic {
    let attribute = property.marks[mark]
    return ModelDiagnostic(
      attribute.map { Syntax($0) } ?? Syntax(property.declaration), "markInMap",
      "@\(mark) is for a model's own attributes: '\(property.name)' is a field of a map within one",
      fixIts: attribute.map { [.remove($0, "remove @\(mark)")] } ?? [])
  }
}

extension ModelDiagnostic {
  static func indexForm(_ attribute: AttributeSyntax) -> ModelDiagnostic {
    ModelDiagnostic(
      attribute, "indexForm", "an index has a name and a partition key: @Index(\"by-author\", partition: \"author\")")
  }

  static func indexAttribute(
    _ index: String, _ literal: StringLiteralExprSyntax, _ name: String, nearest: String?, attribute: AttributeSyntax
  ) -> ModelDiagnostic {
    ModelDiagnostic(
      literal, "indexAttribute", "the index '\(index)' is on '\(name)', which is no attribute of the model",
      fixIts: [
        nearest.map { .replace(literal, with: "\"\($0)\"", "make it '\($0)'") }
          ?? .remove(attribute, "remove the index")
      ])
  }

  static func indexTwice(_ index: String, _ attribute: AttributeSyntax) -> ModelDiagnostic {
    ModelDiagnostic(
      attribute, "indexTwice", "there is an index '\(index)' already", fixIts: [.remove(attribute, "remove the index")])
  }
}

extension ModelProperty {
  /// The type that a literal has by itself.
  var literalType: String? {
    guard let value = binding.initializer?.value else { return nil }
    switch value.kind {
    case .integerLiteralExpr: return "Int"
    case .stringLiteralExpr: return "String"
    case .booleanLiteralExpr: return "Bool"
    case .floatLiteralExpr: return "Double"
    default: return nil
    }
  }
}

extension NamingConvention {
  /// A name that follows the convention and is like this one; `nil` where there is none.
  func nearestName(to name: String) -> String? {
    let words = name.split { !$0.isASCII || !($0.isLetter || $0.isNumber) }.map(String.init)
    var candidate = ""
    for word in words {
      // Digits cannot come first, and what is before them belongs to them.
      candidate +=
        candidate.isEmpty
        ? word.prefix(1).lowercased() + word.dropFirst() : word.prefix(1).uppercased() + word.dropFirst()
    }
    if candidate.allSatisfy({ $0.isUppercase || $0.isNumber }) || words.allSatisfy({ $0 == $0.uppercased() }) {
      candidate = words.map { $0.lowercased() }.enumerated()
        .map { $0.offset == 0 ? $0.element : $0.element.prefix(1).uppercased() + $0.element.dropFirst() }.joined()
    }
    let right = attributeName(of: candidate)
    return allows(right) && right != name ? right : nil
  }
}
