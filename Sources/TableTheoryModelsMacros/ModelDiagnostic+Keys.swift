import SwiftDiagnostics
import SwiftSyntax

extension ModelDiagnostic {
  static func noPartitionKey(_ model: StructDeclSyntax, candidate: ModelProperty?) -> ModelDiagnostic {
    ModelDiagnostic(
      model.name, "noPartitionKey", "'\(model.name.text)' has no partition key: mark one property with @PartitionKey",
      fixIts: candidate.map {
        [.insert("@PartitionKey ", before: $0.declaration, "mark '\($0.name)' with @PartitionKey")]
      } ?? [])
  }

  static func twice(_ mark: String, _ property: ModelProperty, first: ModelProperty) -> ModelDiagnostic {
    let what =
      switch mark {
      case "PartitionKey": "partition key"
      case "SortKey": "sort key"
      case "Version": "version"
      case "TimeToLive": "TTL"
      case "CreatedAt": "moment of creation"
      default: "moment of the last change"
      }
    let attribute = property.marks[mark]
    return ModelDiagnostic(
      attribute.map { Syntax($0) } ?? Syntax(property.declaration), "twice",
      "an item has one \(what), and '\(first.name)' is it already",
      fixIts: attribute.map { [.remove($0, "remove @\(mark)")] } ?? [])
  }

  static func optionalRole(_ mark: String, _ property: ModelProperty) -> ModelDiagnostic {
    ModelDiagnostic(
      property.type.map { Syntax($0) } ?? Syntax(property.declaration), "optionalRole",
      "@\(mark) cannot be on an optional: every item has one",
      fixIts: property.type.map { type in
        let wrapped = property.wrappedType?.trimmedDescription ?? ""
        return [.replace(type, with: wrapped, "make it '\(wrapped)'")]
      } ?? [])
  }

  static func keyType(_ property: ModelProperty) -> ModelDiagnostic {
    ModelDiagnostic(
      property.type.map { Syntax($0) } ?? Syntax(property.declaration), "keyType",
      "a key is text, a number or bytes, not '\(property.typeText)'")
  }

  static func keyText(_ property: ModelProperty) -> ModelDiagnostic {
    ModelDiagnostic(
      property.binding, "keyText",
      "a computed key is one text with the values in it, and of the type KeyText: { \"ORDER#\\(id)\" }",
      fixIts: property.text != nil && property.isStored == false && property.typeText != "KeyText"
        ? property.type.map { [.replace($0, with: "KeyText", "make it 'KeyText'")] } ?? [] : [])
  }

  static func keyTextForm(_ literal: StringLiteralExprSyntax) -> ModelDiagnostic {
    ModelDiagnostic(literal, "keyTextForm", "a key's text is written on one line, between plain quotes")
  }

  static func keyTextEmpty(_ literal: StringLiteralExprSyntax) -> ModelDiagnostic {
    ModelDiagnostic(literal, "keyTextEmpty", "a key's text cannot be empty")
  }

  static func keyTextValue(_ segment: ExpressionSegmentSyntax) -> ModelDiagnostic {
    ModelDiagnostic(
      segment, "keyTextValue", "what stands in a key's text is one of the model's stored properties, and nothing else")
  }

  static func keyTextNotInjective(_ segment: Syntax) -> ModelDiagnostic {
    ModelDiagnostic(
      segment, "keyTextNotInjective",
      "what follows a value in a key's text begins with '#': otherwise different values could make one key",
      fixIts: [.insert("#", before: segment, "insert '#'")])
  }

  static func keyTextAfterVerbatim(_ segment: some SyntaxProtocol) -> ModelDiagnostic {
    ModelDiagnostic(
      segment, "keyTextAfterVerbatim", "a value that is written verbatim comes last: nothing would say where it ends")
  }
}
