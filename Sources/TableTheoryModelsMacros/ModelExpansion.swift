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
  ///   - type: its name with those of the types around it.
  ///   - surroundings: what it is declared in, from the inside out.
  ///   - statesConformance: whether the extension says that the struct conforms, or the struct has said it itself.
  ///   - diagnose: is given all that is wrong.
  /// - Returns: Nothing where something is.
  public static func extensions(
    of mark: AttributeSyntax, on declaration: some DeclGroupSyntax, named type: some TypeSyntaxProtocol,
    in surroundings: [Syntax] = [], statesConformance: Bool, diagnose: (Diagnostic) -> Void
  ) throws -> [ExtensionDeclSyntax] {
    let model = ModelDeclaration(declaration, mark: mark, in: DeclarationPlace(type: type, in: surroundings)) {
      diagnose($0.diagnostic)
    }
    guard let model else { return [] }
    let conformance = statesConformance ? ": \(ModelSource.runtime).TableModel" : ""
    return [try ExtensionDeclSyntax("\(raw: ModelSource(model: model).text(conformance: conformance))")]
  }

  /// The functions that make keys.
  ///
  /// - Parameters:
  ///   - mark: the struct's `@TableModel`.
  ///   - declaration: the struct.
  ///   - surroundings: what it is declared in, from the inside out.
  /// - Returns: Nothing where something is wrong, which ``extensions(of:on:named:in:statesConformance:diagnose:)`` says.
  public static func members(
    of mark: AttributeSyntax, on declaration: some DeclGroupSyntax, in surroundings: [Syntax] = []
  ) -> [DeclSyntax] {
    let place = DeclarationPlace(type: TypeSyntax?.none, in: surroundings)
    // The compiler says what is wrong with a local type; errors of functions that nobody wrote would only hide it.
    guard !place.isLocal, let model = ModelDeclaration(declaration, mark: mark, in: place, report: { _ in }) else {
      return []
    }
    return ModelSource(model: model).members.map { "\(raw: $0)" }
  }
}
