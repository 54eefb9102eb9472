import DynamoDB
import TableTheory

/// A table that a command works on, and what to call the place where it is.
struct Store: Sendable {
  let client: any DynamoDBClient
  let table: String
  /// The endpoint's URL, or the file's path.
  let place: String
}
