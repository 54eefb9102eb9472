/// Turns syntax into a tree, with the checks that DynamoDB makes on a whole expression before it runs it.
///
/// DynamoDB checks words first (reserved ones, list indexes, function names), over the whole text; then, from
/// part to part, that placeholders are defined, the number of operands, that they differ, and their types.
struct ExpressionChecker {
  let source: ExpressionSource
  private(set) var scope: ExpressionScope

  init(_ source: ExpressionSource, in scope: ExpressionScope) {
    self.source = source
    self.scope = scope
  }
}

/// An operand whose placeholders have been replaced.
indirect enum ResolvedOperand {
  case path(DocumentPath)
  case value(AttributeValue)
  case call(ExpressionFunction, [ResolvedOperand], at: Int)

  /// The type, where the text and its values tell it.
  var staticType: AttributeValue.TypeTag? {
    switch self {
    case .path: nil
    case .value(let value): value.typeTag
    case .call(let function, _, _): function == .size ? .number : nil
    }
  }

  var path: DocumentPath? {
    if case .path(let path) = self { path } else { nil }
  }

  var value: AttributeValue? {
    if case .value(let value) = self { value } else { nil }
  }
}

// MARK: - Words

extension ExpressionChecker {
  func checkWords(of path: PathSyntax) throws(ExpressionError) {
    for token in path.elements {
      switch source.tokens[token].kind {
      case .identifier:
        let name = source.text(at: token)
        if ReservedWords.contain(name) {
          throw source.error(
            "Attribute name is a reserved keyword; reserved keyword: \(name)", at: token, expected: "a #placeholder")
        }
      case .integer:
        if listIndex(at: token) == nil {
          throw source.error(
            "List index is not within the allowable range; index: [\(source.text(at: token))]", at: token,
            expected: "at most \(ExpressionLimits.listIndex)")
        }
      default: break
      }
    }
  }

  func checkWords(of operand: OperandSyntax, as place: ExpressionFunction.Place) throws(ExpressionError) {
    switch operand {
    case .value: break
    case .path(let path): try checkWords(of: path)
    case .call(let name, let arguments):
      try checkFunction(at: name, in: place)
      for argument in arguments { try checkWords(of: argument, as: place == .update ? .update : .operand) }
    }
  }

  private func checkFunction(at token: Int, in place: ExpressionFunction.Place) throws(ExpressionError) {
    let name = source.text(at: token)
    guard let function = ExpressionFunction(rawValue: name) else {
      throw source.error("Invalid function name; function: \(name)", at: token, expected: "a function of DynamoDB")
    }
    guard function.place != place else { return }
    if place == .update {
      throw source.error("The function is not allowed in an update expression; function: \(name)", at: token)
    }
    if function.place == .update {
      throw source.error("The function is not allowed in a condition expression; function: \(name)", at: token)
    }
    throw source.error(
      "The function is not allowed to be used this way in an expression; function: \(name)", at: token,
      expected: place == .condition ? "a condition" : "an operand")
  }

  private func listIndex(at token: Int) -> Int? {
    guard let index = Int(source.text(at: token)), index <= ExpressionLimits.listIndex else { return nil }
    return index
  }
}

// MARK: - Placeholders

extension ExpressionChecker {
  mutating func resolve(_ operand: OperandSyntax) throws(ExpressionError) -> ResolvedOperand {
    switch operand {
    case .path(let path): return .path(try resolve(path))
    case .value(let token): return .value(try value(at: token))
    case .call(let name, let arguments):
      guard let function = ExpressionFunction(rawValue: source.text(at: name)) else {
        throw source.error("Invalid function name; function: \(source.text(at: name))", at: name)
      }
      var resolved: [ResolvedOperand] = []
      for argument in arguments { resolved.append(try resolve(argument)) }
      return .call(function, resolved, at: name)
    }
  }

  mutating func resolve(_ path: PathSyntax) throws(ExpressionError) -> DocumentPath {
    let attribute = try name(at: path.elements[0])
    var steps: [DocumentPath.Step] = []
    for token in path.elements.dropFirst() {
      if case .integer = source.tokens[token].kind {
        steps.append(.index(listIndex(at: token) ?? ExpressionLimits.listIndex))
      } else {
        steps.append(.key(try name(at: token)))
      }
    }
    guard path.elements.count <= ExpressionLimits.pathElements else {
      throw source.error(
        "The document path has too many nesting levels; nesting levels: \(path.elements.count)",
        at: path.elements[0], expected: "at most \(ExpressionLimits.pathElements)")
    }
    return DocumentPath(attribute, steps: steps)
  }

  mutating func value(at token: Int) throws(ExpressionError) -> AttributeValue {
    let placeholder = source.text(at: token)
    if let value = scope.value(placeholder) { return value }
    throw source.error(
      "An expression attribute value used in expression is not defined; attribute value: \(placeholder)", at: token,
      expected: "a key of ExpressionAttributeValues")
  }

  private mutating func name(at token: Int) throws(ExpressionError) -> String {
    let text = source.text(at: token)
    guard case .name = source.tokens[token].kind else { return text }
    if let name = scope.name(text) { return name }
    throw source.error(
      "An expression attribute name used in the document path is not defined; attribute name: \(text)", at: token,
      expected: "a key of ExpressionAttributeNames")
  }
}
