import DynamoDB
import Testing

@testable import TableTheoryModels

/// A table with both models on an engine of its own.
struct Tables {
  let client: RecordingClient
  let time = ManualTime()
  let articles: TypedTable<Article>
  let counters: TypedTable<Counter>

  init() async throws {
    client = RecordingClient()
    articles = TypedTable(on: client, time: time)
    counters = TypedTable(on: client, time: time)
    try await articles.createTableIfMissing()
  }

  /// What is stored.
  func item(_ slug: String) async throws -> Item? {
    try await client.getItem(Article.key(slug).item, from: "pages", consistentRead: true)
  }
}

/// The error of a call that has to fail.
func failure<Value>(_ body: () async throws(TypedTableError) -> Value) async -> TypedTableError? {
  do throws(TypedTableError) {
    _ = try await body()
    return nil
  } catch {
    return error
  }
}

extension AsyncSequence where Failure == TypedTableError {
  func all() async throws(TypedTableError) -> [Element] {
    var all: [Element] = []
    for try await element in self { all.append(element) }
    return all
  }
}
