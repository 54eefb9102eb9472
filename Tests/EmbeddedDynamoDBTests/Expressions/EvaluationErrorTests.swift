import DynamoDB
import EmbeddedDynamoDB
import Testing

@Suite("Errors of evaluation")
struct EvaluationErrorTests {
  @Test(
    "An error is told in DynamoDB's own words",
    arguments: [
      (.invalidDocumentPath, "The document path provided in the update expression is invalid for update"),
      (.missingAttribute, "The provided expression refers to an attribute that does not exist in the item"),
      (.incorrectDataType, "An operand in the update expression has an incorrect data type"),
      (
        .incorrectOperand(operator: "list_append", type: .string),
        "Invalid UpdateExpression: Incorrect operand type for operator or function; "
          + "operator or function: list_append, operand type: S"
      ),
      (
        .incorrectActionOperand(action: .add, type: .string),
        "Invalid UpdateExpression: Incorrect operand type for operator or function; "
          + "operator: ADD, operand type: STRING, typeSet: ALLOWED_FOR_ADD_OPERAND"
      ),
      (
        .incorrectActionOperand(action: .delete, type: .list),
        "Invalid UpdateExpression: Incorrect operand type for operator or function; "
          + "operator: DELETE, operand type: LIST, typeSet: ALLOWED_FOR_DELETE_OPERAND"
      ),
      (
        .number(.overflow),
        "Number overflow. Attempting to store a number with magnitude larger than supported range"
      ),
    ] as [(EvaluationError, String)])
  func wording(error: EvaluationError, message: String) {
    #expect(error.message(in: "UpdateExpression") == message)
  }

  @Test("A fault of the expression itself names the member that held it")
  func expressionName() {
    #expect(
      EvaluationError.unknownType("DOG").message(in: "FilterExpression")
        == "Invalid FilterExpression: Invalid attribute type name found; "
        + "type: DOG, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}")
  }
}
