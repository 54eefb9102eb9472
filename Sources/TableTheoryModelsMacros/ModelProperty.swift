import SwiftParser
import SwiftSyntax

/// One property of a model as it is written, before anything is decided about it.
struct ModelProperty {
  let declaration: VariableDeclSyntax
  let binding: PatternBindingSyntax
  let name: String
  /// `nil` where none is written.
  let type: TypeSyntax?
  /// The marks on it: `PartitionKey`, `Attribute` ...
  let marks: [String: AttributeSyntax]
  /// The text of a key: of a computed property's body, or of a constant.
  let text: StringLiteralExprSyntax?
  /// Whether a value is stored in it, and not computed or constant.
  let isStored: Bool

  var isPartitionKey: Bool { marks["PartitionKey"] != nil }
  var isSortKey: Bool { marks["SortKey"] != nil }
  var isKey: Bool { isPartitionKey || isSortKey }
  var isJSON: Bool { marks["JSON"] != nil }
  var omitsEmpty: Bool { marks["OmitEmpty"] != nil }
  var isTimeToLive: Bool { marks["TimeToLive"] != nil }

  /// The type without white space, `Date?`.
  var typeText: String { type?.trimmedDescription ?? "" }

  /// The type that may be absent, `Date` of `Date?`; `nil` where the property is no optional.
  var wrappedType: TypeSyntax? {
    guard let type else { return nil }
    if let optional = type.as(OptionalTypeSyntax.self) { return optional.wrappedType }
    if let optional = type.as(ImplicitlyUnwrappedOptionalTypeSyntax.self) { return optional.wrappedType }
    guard let named = type.as(IdentifierTypeSyntax.self), named.name.text == "Optional",
      case .type(let wrapped)? = named.genericArgumentClause?.arguments.first?.argument
    else { return nil }
    return wrapped
  }

  var isOptional: Bool { wrappedType != nil }

  /// The last word of the type that is stored: `Date` of `Foundation.Date?`.
  var typeName: String {
    let type = wrappedType ?? type
    if let member = type?.as(MemberTypeSyntax.self) { return member.name.text }
    return type?.trimmedDescription ?? ""
  }

  /// The literal in `@Attribute("name")`.
  var nameLiteral: StringLiteralExprSyntax? {
    marks["Attribute"]?.arguments?.as(LabeledExprListSyntax.self)?.first?.expression.as(StringLiteralExprSyntax.self)
  }

  func storedName(_ naming: NamingConvention?) -> String {
    nameLiteral?.representedLiteralValue ?? naming?.attributeName(of: name) ?? name
  }
}

extension ModelProperty {
  /// The marks that this package has.
  static let markNames: Set<String> = [
    "PartitionKey", "SortKey", "TimeToLive", "Version", "CreatedAt", "UpdatedAt", "Attribute", "OmitEmpty", "JSON",
  ]

  /// The properties of a declaration that are stored, or that are keys.
  static func all(of members: MemberBlockItemListSyntax) -> [ModelProperty] {
    members.compactMap { $0.decl.as(VariableDeclSyntax.self) }.flatMap { declaration -> [ModelProperty] in
      guard !declaration.modifiers.contains(where: { ["static", "class", "lazy"].contains($0.name.text) }) else {
        return []
      }
      let marks = Self.marks(of: declaration.attributes)
      return declaration.bindings.compactMap { binding in
        guard let name = binding.pattern.as(IdentifierPatternSyntax.self)?.identifier.text else { return nil }
        let body = Self.body(of: binding)
        let isConstant = declaration.bindingSpecifier.tokenKind == .keyword(.let) && binding.initializer != nil
        let isKey = marks["PartitionKey"] != nil || marks["SortKey"] != nil
        guard body == nil && !isConstant || isKey else { return nil }
        return ModelProperty(
          declaration: declaration, binding: binding,
          name: name.hasPrefix("`") ? String(name.dropFirst().dropLast()) : name,
          type: binding.typeAnnotation?.type ?? Self.type(sharedBy: declaration, binding), marks: marks,
          text: body.flatMap(Self.text)
            ?? (isConstant ? binding.initializer?.value.as(StringLiteralExprSyntax.self) : nil),
          isStored: body == nil && !isConstant)
      }
    }
  }

  static func marks(of attributes: AttributeListSyntax) -> [String: AttributeSyntax] {
    var marks: [String: AttributeSyntax] = [:]
    for case .attribute(let attribute) in attributes {
      let name = attribute.attributeName.as(IdentifierTypeSyntax.self)?.name.text ?? ""
      if markNames.contains(name) { marks[name] = attribute }
    }
    return marks
  }

  /// `var a, b: Int` has the type at its end.
  private static func type(sharedBy declaration: VariableDeclSyntax, _ binding: PatternBindingSyntax) -> TypeSyntax? {
    guard binding.initializer == nil,
      let index = declaration.bindings.firstIndex(where: { $0.id == binding.id })
    else { return nil }
    return declaration.bindings[index...].first { $0.typeAnnotation != nil }?.typeAnnotation?.type
  }

  /// The statements that compute the property; `nil` for a stored one, observers included.
  private static func body(of binding: PatternBindingSyntax) -> CodeBlockItemListSyntax? {
    guard let accessors = binding.accessorBlock?.accessors else { return nil }
    if case .getter(let body) = accessors { return body }
    guard case .accessors(let list) = accessors,
      let getter = list.first(where: { $0.accessorSpecifier.tokenKind == .keyword(.get) })
    else { return nil }
    return getter.body?.statements ?? []
  }

  /// The one text that the statements are.
  private static func text(of body: CodeBlockItemListSyntax) -> StringLiteralExprSyntax? {
    guard body.count == 1, let item = body.first?.item else { return nil }
    if let expression = item.as(ExprSyntax.self) { return expression.as(StringLiteralExprSyntax.self) }
    return item.as(StmtSyntax.self)?.as(ReturnStmtSyntax.self)?.expression?.as(StringLiteralExprSyntax.self)
  }
}
