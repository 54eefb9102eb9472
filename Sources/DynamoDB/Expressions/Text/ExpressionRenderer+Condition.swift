extension ExpressionRenderer {
  /// How closely a condition's outermost operator binds.
  private enum Precedence: Int, Comparable {
    case or, and, not, test

    static func < (left: Precedence, right: Precedence) -> Bool { left.rawValue < right.rawValue }

    init(_ condition: Condition) {
      switch condition {
      case .or: self = .or
      case .and: self = .and
      case .not: self = .not
      default: self = .test
      }
    }
  }

  /// What is still to be written.
  private enum Piece {
    case text(String)
    /// A condition, in parentheses if it binds less closely than what is around it.
    case condition(Condition, atLeast: Precedence)
  }

  /// The text of a condition or filter expression.
  ///
  /// Parentheses stand only where the tree needs them: `AND` and `OR` group from the left, so their right
  /// operand has them where it is another `AND` or `OR`. A long chain does not use the stack.
  package mutating func text(_ condition: Condition) -> String {
    var text = ""
    var pending: [Piece] = [.condition(condition, atLeast: .or)]
    while let piece = pending.popLast() {
      switch piece {
      case .text(let piece): text += piece
      case .condition(let condition, let precedence) where Precedence(condition) < precedence:
        pending += [.text(")"), .condition(condition, atLeast: .or), .text("(")]
      case .condition(.or(let left, let right), _):
        pending += [.condition(right, atLeast: .and), .text(" OR "), .condition(left, atLeast: .or)]
      case .condition(.and(let left, let right), _):
        pending += [.condition(right, atLeast: .not), .text(" AND "), .condition(left, atLeast: .and)]
      case .condition(.not(let negated), _):
        pending += [.condition(negated, atLeast: .test), .text("NOT ")]
      case .condition(let test, _): text += self.test(test)
      }
    }
    return text
  }

  private mutating func test(_ condition: Condition) -> String {
    switch condition {
    case .compare(let left, let comparator, let right):
      return operand(left) + " " + comparator.rawValue + " " + operand(right)
    case .between(let value, let lower, let upper):
      return "\(operand(value)) BETWEEN \(operand(lower)) AND \(operand(upper))"
    case .isIn(let value, let candidates):
      let value = operand(value)
      return "\(value) IN (\(candidates.map { operand($0) }.joined(separator: ", ")))"
    case .attributeExists(let path): return "attribute_exists(" + text(path) + ")"
    case .attributeNotExists(let path): return "attribute_not_exists(" + text(path) + ")"
    case .attributeType(let path, let type): return "attribute_type(\(text(path)), \(operand(type)))"
    case .beginsWith(let value, let prefix): return "begins_with(\(operand(value)), \(operand(prefix)))"
    case .contains(let value, let element): return "contains(\(operand(value)), \(operand(element)))"
    case .and, .or, .not: return text(condition)
    }
  }

  private mutating func operand(_ operand: Condition.Operand) -> String {
    switch operand {
    case .path(let path): text(path)
    case .value(let value): text(value)
    case .size(let path): "size(\(text(path)))"
    }
  }
}
