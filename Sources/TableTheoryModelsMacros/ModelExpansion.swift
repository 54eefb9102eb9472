public import SwiftDiagnostics
public import SwiftSyntax
import SwiftSyntaxBuilder

/// What `@TableModel` makes of a struct.
public enum ModelExpansion {
  /// The extension with the conformance.
  ///
  /// - Parameters:
  ///   - mark: the struct's `@TableModel`.
  ///   - declaration: the struct.
  ///   - statesConformance: whether the extension says that the struct conforms, or the struct has said it itself.
  ///   - diagnose: is given all that is wrong.
  /// - Returns: Nothing where something is.
  public static func extensions(
    of mark: AttributeSyntax, on declaration: some DeclGroupSyntax, statesConformance: Bool,
    diagnose: (Diagnostic) -> Void
  ) throws -> [ExtensionDeclSyntax] {
    let model = ModelDeclaration(declaration, mark: mark) { diagnose($0.diagnostic) }
    guard let model else { return [] }
    let conformance = statesConformance ? ": \(ModelSource.runtime).TableModel" : ""
    return [try ExtensionDeclSyntax("\(raw: ModelSource(model: model).text(conformance: conformance))")]
  }
}
