import SwiftParser
import SwiftSyntax
import SwiftSyntaxBuilder

/// The text of a key, taken apart: `"TENANT#\(tenant)#CACHE#\(key)"`.
struct KeyForm {
  enum Part {
    case text(String)
    /// The property whose value stands there.
    case value(String, isVerbatim: Bool)
  }

  var parts: [Part] = []
  /// The literal as it is written, for a function whose parameters have the properties' names.
  let source: String

  var valueNames: [String] {
    var names: [String] = []
    for case .value(let name, _) in parts where !names.contains(name) { names.append(name) }
    return names
  }

  /// - Parameters:
  ///   - literal: the text.
  ///   - properties: the names of the stored properties.
  init(_ literal: StringLiteralExprSyntax, properties: Set<String>) throws(ModelDiagnostic) {
    source = literal.trimmedDescription.replacing("\\(self.", with: "\\(")
      .replacing("verbatim: self.", with: "verbatim: ")
    guard literal.openingPounds == nil, literal.openingQuote.tokenKind == .stringQuote else {
      throw .keyTextForm(literal)
    }
    var isAfterValue = false
    var isAfterVerbatim = false
    for segment in literal.segments {
      if let segment = segment.as(StringSegmentSyntax.self) {
        guard let text = Self.unescaped(segment.content.text), !text.isEmpty else { continue }
        if isAfterVerbatim { throw .keyTextAfterVerbatim(segment) }
        if isAfterValue, !text.hasPrefix("#") { throw .keyTextNotInjective(Syntax(segment)) }
        parts.append(.text(text))
        isAfterValue = false
      } else if let segment = segment.as(ExpressionSegmentSyntax.self) {
        guard segment.expressions.count == 1, let argument = segment.expressions.first,
          argument.label == nil || argument.label?.text == "verbatim",
          let name = Self.property(argument.expression), properties.contains(name)
        else { throw .keyTextValue(segment) }
        if isAfterVerbatim { throw .keyTextAfterVerbatim(segment) }
        if isAfterValue { throw .keyTextNotInjective(Syntax(segment)) }
        isAfterValue = true
        isAfterVerbatim = argument.label != nil
        parts.append(.value(name, isVerbatim: isAfterVerbatim))
      }
    }
    if parts.isEmpty { throw .keyTextEmpty(literal) }
  }

  /// `tenant` and `self.tenant`
  private static func property(_ expression: ExprSyntax) -> String? {
    if let reference = expression.as(DeclReferenceExprSyntax.self) { return reference.baseName.text }
    guard let member = expression.as(MemberAccessExprSyntax.self),
      member.base?.as(DeclReferenceExprSyntax.self)?.baseName.tokenKind == .keyword(.self)
    else { return nil }
    return member.declName.baseName.text
  }

  private static func unescaped(_ text: String) -> String? {
    // A literal of its own knows what its escapes mean.
    text.contains("\\")
      ? ExprSyntax("\"\(raw: text)\"").as(StringLiteralExprSyntax.self)?.representedLiteralValue : text
  }
}
