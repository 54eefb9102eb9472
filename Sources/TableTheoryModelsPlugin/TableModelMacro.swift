import SwiftSyntax
import SwiftSyntaxMacros
import TableTheoryModelsMacros

/// `@TableModel`
struct TableModelMacro: ExtensionMacro, MemberMacro {
  static func expansion(
    of node: AttributeSyntax, attachedTo declaration: some DeclGroupSyntax,
    providingExtensionsOf type: some TypeSyntaxProtocol, conformingTo protocols: [TypeSyntax],
    in context: some MacroExpansionContext
  ) throws -> [ExtensionDeclSyntax] {
    try ModelExpansion.extensions(
      of: node, on: declaration, named: type, in: context.lexicalContext, statesConformance: !protocols.isEmpty
    ) { context.diagnose($0) }
  }

  static func expansion(
    of node: AttributeSyntax, providingMembersOf declaration: some DeclGroupSyntax,
    conformingTo protocols: [TypeSyntax],
    in context: some MacroExpansionContext
  ) -> [DeclSyntax] {
    ModelExpansion.members(of: node, on: declaration, in: context.lexicalContext)
  }
}

/// `@AttributeMap`
struct AttributeMapMacro: ExtensionMacro {
  static func expansion(
    of node: AttributeSyntax, attachedTo declaration: some DeclGroupSyntax,
    providingExtensionsOf type: some TypeSyntaxProtocol, conformingTo protocols: [TypeSyntax],
    in context: some MacroExpansionContext
  ) throws -> [ExtensionDeclSyntax] {
    try MapExpansion.extensions(
      of: node, on: declaration, named: type, in: context.lexicalContext, statesConformance: !protocols.isEmpty
    ) { context.diagnose($0) }
  }
}

/// A mark on a property, or an index on a struct: it says something to `@TableModel` and makes nothing.
struct MarkMacro: PeerMacro {
  static func expansion(
    of node: AttributeSyntax, providingPeersOf declaration: some DeclSyntaxProtocol,
    in context: some MacroExpansionContext
  ) -> [DeclSyntax] { [] }
}
