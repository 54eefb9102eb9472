package import DynamoDB

/// Why DynamoDB answers an expression with a `ValidationException` once it meets the item.
///
/// A condition that is merely not met is no error: it is `false`.
package enum EvaluationError: Error, Hashable {
  /// A step leads into something that is missing, or is no map or list of the kind the step needs.
  case invalidDocumentPath

  /// `SET` takes its value from an attribute that is not there.
  case missingAttribute

  /// What the item holds has a type that the action cannot work with.
  case incorrectDataType

  /// A constant of the expression has a type that its operator or function cannot work with.
  case incorrectOperand(operator: String, type: AttributeValue.TypeTag)

  /// The value of `ADD` or `DELETE` is of a type that the action does not take.
  case incorrectActionOperand(action: Action, type: AttributeValue.TypeTag)

  /// `attribute_type` was given a name that no type has.
  case unknownType(String)

  /// The result of arithmetic is outside DynamoDB's range or precision.
  case number(Number.FormatError)

  package enum Action: String {
    case add = "ADD"
    case delete = "DELETE"
  }

  /// DynamoDB's own words.
  ///
  /// - Parameter expression: the request's member that held the expression, such as `ConditionExpression`.
  ///   DynamoDB names it where the expression is wrong whatever the item holds.
  package func message(in expression: String) -> String {
    switch self {
    case .invalidDocumentPath:
      "The document path provided in the update expression is invalid for update"
    case .missingAttribute:
      "The provided expression refers to an attribute that does not exist in the item"
    case .incorrectDataType:
      "An operand in the update expression has an incorrect data type"
    case .incorrectOperand(let name, let type):
      "Invalid \(expression): Incorrect operand type for operator or function; "
        + "operator or function: \(name), operand type: \(type.rawValue)"
    case .incorrectActionOperand(let action, let type):
      "Invalid \(expression): Incorrect operand type for operator or function; "
        + "operator: \(action.rawValue), operand type: \(type.word), "
        + "typeSet: ALLOWED_FOR_\(action.rawValue)_OPERAND"
    case .unknownType(let name):
      "Invalid \(expression): Invalid attribute type name found; "
        + "type: \(name), valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}"
    case .number(let error):
      error.message
    }
  }
}

extension AttributeValue.TypeTag {
  /// The name that DynamoDB's errors about `ADD` and `DELETE` use.
  fileprivate var word: String {
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
