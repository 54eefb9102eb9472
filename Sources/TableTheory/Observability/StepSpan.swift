internal import Tracing

/// The span of one step on a table, if anybody traces. It tells the table and the outcome, never a key or a token.
struct StepSpan: Sendable {
  private let span: (any Span)?
  private let table: String
  /// What the names of its own attributes begin with.
  private let prefix: String

  init(_ step: String, table: String, prefix: String, tracer: (any Tracer)?) {
    span = tracer?.startSpan("TableTheory." + step, ofKind: .internal)
    self.table = table
    self.prefix = prefix
  }

  func end(_ outcome: String, fence: Int64? = nil) {
    guard let span else { return }
    span.updateAttributes { attributes in
      attributes["db.collection.name"] = table
      attributes["\(prefix).outcome"] = outcome
      if let fence { attributes["\(prefix).fence"] = fence }
    }
    span.end()
  }

  /// - Parameter reason: the error in a word.
  func fail(_ reason: String) {
    guard let span else { return }
    span.attributes["error.type"] = reason
    span.setStatus(SpanStatus(code: .error))
    end(reason)
  }

  /// Runs `work` with the span as the parent of the spans that it makes.
  func around<Value>(_ work: () async -> Value) async -> Value {
    guard let span else { return await work() }
    return await ServiceContext.$current.withValue(span.context) { await work() }
  }
}
