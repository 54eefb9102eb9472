// What the parser makes of a text before the checks that DynamoDB makes on the whole of it. The numbers are
// places in the source's tokens, so that an error found later still says where.

/// A document path: the tokens of its names, placeholders and indexes.
struct PathSyntax {
  var elements: [Int]
}

/// What a function or an operator works on.
indirect enum OperandSyntax {
  case path(PathSyntax)
  case value(Int)
  case call(name: Int, [OperandSyntax])
}

/// A condition in postfix order: each operator follows what it joins.
///
/// Flat, so that no depth of parentheses can use up the stack.
enum ConditionStep {
  case test(ConditionTest)
  case and
  case or(at: Int)
  case not(at: Int)
}

/// A condition without `AND`, `OR` and `NOT`.
struct ConditionTest {
  enum Operator {
    case compare(Condition.Comparator)
    case between
    case isIn
    /// The only operand is a call.
    case function
  }

  var operation: Operator
  var operands: [OperandSyntax]
  /// The operator's token, or the function's name.
  var token: Int
}

/// One clause of an update expression.
struct UpdateSection {
  var keyword: Int
  var actions: [UpdateAction]
}

/// One action of an update expression.
struct UpdateAction {
  enum Value {
    case operand(OperandSyntax)
    case sum(OperandSyntax, sign: Int, OperandSyntax)
  }

  var path: PathSyntax
  /// `nil` for `REMOVE`.
  var value: Value?
}
