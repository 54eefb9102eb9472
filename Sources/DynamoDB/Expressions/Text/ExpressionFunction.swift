/// A function that expressions can call. Its name is case-sensitive.
///
/// Source: *Amazon DynamoDB Developer Guide*, "Condition and filter expressions, operators, and functions"
/// and "Update expressions".
enum ExpressionFunction: String {
  case attributeExists = "attribute_exists"
  case attributeNotExists = "attribute_not_exists"
  case attributeType = "attribute_type"
  case beginsWith = "begins_with"
  case contains
  case size
  case ifNotExists = "if_not_exists"
  case listAppend = "list_append"

  /// What a function is part of.
  enum Place {
    /// A condition by itself.
    case condition
    /// An operand in a condition.
    case operand
    /// An operand in an update.
    case update
  }

  var place: Place {
    switch self {
    case .attributeExists, .attributeNotExists, .attributeType, .beginsWith, .contains: .condition
    case .size: .operand
    case .ifNotExists, .listAppend: .update
    }
  }

  var operandCount: Int {
    switch self {
    case .attributeExists, .attributeNotExists, .size: 1
    case .attributeType, .beginsWith, .contains, .ifNotExists, .listAppend: 2
    }
  }

  /// Whether the first operand must be a document path.
  var needsPath: Bool {
    switch self {
    case .attributeExists, .attributeNotExists, .attributeType, .ifNotExists: true
    case .beginsWith, .contains, .size, .listAppend: false
    }
  }
}
