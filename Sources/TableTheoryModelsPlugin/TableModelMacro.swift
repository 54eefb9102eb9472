import SwiftSyntax
import SwiftSyntaxMacros
import TableTheoryModelsMacros

/// `@TableModel`
struct TableModelMacro: ExtensionMacro {
  static func expansion(
    of node: AttributeSyntax, attachedTo declaration: some DeclGroupSyntax,
    providingExtensionsOf type: some TypeSyntaxProtocol, conformingTo protocols: [TypeSyntax],
    in context: some MacroExpansionContext
  ) throws -> [ExtensionDeclSyntax] {
    try ModelExpansion.extensions(of: node, on: declaration, statesConformance: !protocols.isEmpty) {
      context.diagnose($0)
    }
  }
}

/// A mark on a property, or an index on a struct: it says something to `@TableModel` and makes nothing.
struct MarkMacro: PeerMacro {
  static func expansion(
    of node: AttributeSyntax, providingPeersOf declaration: some DeclSyntaxProtocol,
    in context: some MacroExpansionContext
  ) -> [DeclSyntax] { [] }
}
