extension ExpressionChecker {
  /// The tree of an update whose syntax is right.
  mutating func update(_ sections: [UpdateSection]) throws(ExpressionError) -> Update {
    try checkWords(of: sections)
    try checkKeywords(of: sections)
    var actions: [ResolvedAction] = []
    for section in sections {
      for action in section.actions { actions.append(try resolve(action, of: section)) }
    }
    try checkOverlaps(actions.map { ($0.path, $0.token) })
    var update = Update()
    for action in actions {
      switch (source.tokens[action.keyword].kind, action.value) {
      case (.set, let value?): update.sets.append(.init(path: action.path, value: try self.value(value)))
      case (.add, .operand(.value(let value))?):
        try checkChange(value, allowed: [.number, .stringSet, .numberSet, .binarySet], by: "ADD", at: action.token)
        update.adds.append(.init(path: action.path, value: value))
      case (.delete, .operand(.value(let value))?):
        try checkChange(value, allowed: .sets, by: "DELETE", at: action.token)
        update.deletes.append(.init(path: action.path, value: value))
      default: update.removes.append(action.path)
      }
    }
    return update
  }

  private func checkWords(of sections: [UpdateSection]) throws(ExpressionError) {
    for action in sections.lazy.flatMap(\.actions) {
      try checkWords(of: action.path)
      switch action.value {
      case .operand(let operand)?: try checkWords(of: operand, as: .update)
      case .sum(let left, _, let right)?:
        try checkWords(of: left, as: .update)
        try checkWords(of: right, as: .update)
      case nil: break
      }
    }
  }

  private func checkKeywords(of sections: [UpdateSection]) throws(ExpressionError) {
    var seen: Set<String> = []
    for section in sections {
      let keyword = source.text(at: section.keyword).uppercased()
      guard seen.insert(keyword).inserted else {
        throw source.error(
          "The \"\(keyword)\" section can only be used once in an update expression;", at: section.keyword,
          expected: "all of its actions after the first \(keyword), separated by commas")
      }
    }
  }

  private func checkChange(
    _ value: AttributeValue, allowed: Set<AttributeValue.TypeTag>, by operation: String, at token: Int
  ) throws(ExpressionError) {
    guard !allowed.contains(value.typeTag) else { return }
    throw source.error(
      "Incorrect operand type for operator or function; operator: \(operation), operand type: \(value.typeTag.longName), "
        + "typeSet: ALLOWED_FOR_\(operation)_OPERAND",
      at: token, expected: operation == "ADD" ? "a number or a set" : "a set")
  }
}

/// An ``UpdateAction`` whose placeholders have been replaced.
private struct ResolvedAction {
  enum Value {
    case operand(ResolvedOperand)
    case sum(ResolvedOperand, sign: Int, ResolvedOperand)
  }

  var keyword: Int
  var token: Int
  var path: DocumentPath
  var value: Value?
}

extension ExpressionChecker {
  private mutating func resolve(
    _ action: UpdateAction, of section: UpdateSection
  ) throws(ExpressionError) -> ResolvedAction {
    let path = try resolve(action.path)
    let value: ResolvedAction.Value? =
      switch action.value {
      case .operand(let operand)?: .operand(try resolve(operand))
      case .sum(let left, let sign, let right)?: .sum(try resolve(left), sign: sign, try resolve(right))
      case nil: nil
      }
    return ResolvedAction(keyword: section.keyword, token: action.path.elements[0], path: path, value: value)
  }

  private func value(_ value: ResolvedAction.Value) throws(ExpressionError) -> Update.Value {
    switch value {
    case .operand(let value):
      return .operand(try operand(value))
    case .sum(let left, let sign, let right):
      try checkTypes(of: [left, right], allowed: [.number], for: source.text(at: sign), at: sign)
      let (first, second) = (try operand(left), try operand(right))
      return source.tokens[sign].kind == .plus ? .plus(first, second) : .minus(first, second)
    }
  }

  private func operand(_ operand: ResolvedOperand) throws(ExpressionError) -> Update.Operand {
    switch operand {
    case .path(let path): return .path(path)
    case .value(let value): return .value(value)
    case .call(let function, let arguments, let token):
      try checkCounts(in: operand)
      try checkPath(of: function, arguments, at: token)
      if function == .listAppend {
        try checkTypes(of: arguments, allowed: [.list], for: function.rawValue, at: token)
        return .listAppend(try self.operand(arguments[0]), try self.operand(arguments[1]))
      }
      guard function == .ifNotExists, let path = arguments[0].path else {
        throw source.error(
          "The function is not allowed in an update expression; function: \(function.rawValue)", at: token)
      }
      return .ifNotExists(path, try self.operand(arguments[1]))
    }
  }
}

extension AttributeValue.TypeTag {
  /// The type as DynamoDB's errors about `ADD` and `DELETE` name it.
  fileprivate var longName: String {
    switch self {
    case .string: "STRING"
    case .number: "NUMBER"
    case .binary: "BINARY"
    case .bool: "BOOLEAN"
    case .null: "NULL"
    case .list: "LIST"
    case .map: "MAP"
    case .stringSet: "STRING_SET"
    case .numberSet: "NUMBER_SET"
    case .binarySet: "BINARY_SET"
    }
  }
}
