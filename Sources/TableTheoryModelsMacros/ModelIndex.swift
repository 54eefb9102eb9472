import SwiftParser
import SwiftSyntax

/// An index as it is written: `@Index("by-author", partition: "author", sort: "createdAt")`.
struct ModelIndex {
  let attribute: AttributeSyntax
  let name: String
  let partition: StringLiteralExprSyntax
  let sort: StringLiteralExprSyntax?
  /// Whatever else was said, as it was written: `kind`, `projection`.
  let rest: [String]

  /// - Returns: `nil` where the attribute is no index.
  init?(_ attribute: AttributeSyntax) throws(ModelDiagnostic) {
    guard attribute.attributeName.as(IdentifierTypeSyntax.self)?.name.text == "Index" else { return nil }
    self.attribute = attribute
    let arguments = attribute.arguments?.as(LabeledExprListSyntax.self) ?? []
    func literal(_ label: String?) -> StringLiteralExprSyntax? {
      arguments.first { $0.label?.text == label }?.expression.as(StringLiteralExprSyntax.self)
    }
    guard let name = literal(nil)?.representedLiteralValue, !name.isEmpty, let partition = literal("partition") else {
      throw .indexForm(attribute)
    }
    self.name = name
    self.partition = partition
    sort = literal("sort")
    rest = arguments.filter { ["kind", "projection"].contains($0.label?.text) }
      .map { "\($0.label?.text ?? ""): \($0.expression.trimmedDescription)" }
  }
}
