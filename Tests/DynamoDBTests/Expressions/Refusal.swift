import Testing

@testable import DynamoDB

/// What a bad text must be answered with: DynamoDB's words behind `Invalid …Expression: `.
struct Refusal: Sendable, CustomTestStringConvertible {
  var text: String
  var problem: String
  var testDescription: String { text }

  init(_ text: String, _ problem: String) {
    self.text = text
    self.problem = problem
  }
}

/// The error that `body` throws, or `nil`.
func expressionError<Result>(_ body: () throws(ExpressionError) -> Result) -> ExpressionError? {
  do throws(ExpressionError) {
    _ = try body()
    return nil
  } catch {
    return error
  }
}
