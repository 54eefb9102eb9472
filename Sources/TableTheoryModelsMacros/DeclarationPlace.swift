import SwiftSyntax

/// Where a struct is declared: at the top of a file, or in another type.
struct DeclarationPlace {
  /// The struct's name with those of the types around it; `nil` where the struct's own is enough.
  let type: String?
  /// What is around the struct, from the inside out.
  let surroundings: [Syntax]

  init(type: (some TypeSyntaxProtocol)?, in surroundings: [Syntax]) {
    self.type = type?.trimmedDescription
    self.surroundings = surroundings
  }

  /// Whether it is declared among statements.
  var isLocal: Bool {
    surroundings.contains {
      $0.is(FunctionDeclSyntax.self) || $0.is(InitializerDeclSyntax.self) || $0.is(AccessorDeclSyntax.self)
        || $0.is(PatternBindingSyntax.self) || $0.is(ClosureExprSyntax.self)
    }
  }

  /// The struct that is marked, and how its attributes are named.
  ///
  /// - Returns: `nil` where the mark cannot stand there, which `report` is told.
  func marked(
    _ declaration: some SyntaxProtocol, by mark: AttributeSyntax, report: (ModelDiagnostic) -> Void
  ) -> (declaration: StructDeclSyntax, naming: NamingConvention)? {
    guard let marked = declaration.as(StructDeclSyntax.self), marked.genericParameterClause == nil else {
      report(.notStruct(mark))
      return nil
    }
    if let problem = problem(with: marked, mark) {
      report(problem)
      return nil
    }
    guard let naming = NamingConvention(argumentOf: mark) else {
      report(.noNaming(mark))
      return nil
    }
    return (marked, naming)
  }

  /// Why an extension at the top of the file, where a macro's extensions stand, cannot be the struct's.
  private func problem(with declaration: StructDeclSyntax, _ mark: AttributeSyntax) -> ModelDiagnostic? {
    for outer in surroundings
    where outer.asProtocol((any WithGenericParametersSyntax).self)?.genericParameterClause != nil {
      // A function's parameters are not at issue: the compiler refuses all macros of this kind on local types.
      if outer.asProtocol((any DeclGroupSyntax).self) != nil { return .inGeneric(mark) }
    }
    let modifiers =
      [declaration.modifiers] + surroundings.compactMap { $0.asProtocol((any DeclGroupSyntax).self)?.modifiers }
    // Of the outermost one `private` means the file.
    for modifier in modifiers.dropLast().flatMap({ Array($0) }) where modifier.name.tokenKind == .keyword(.private) {
      return .unreachable(modifier)
    }
    return nil
  }
}
