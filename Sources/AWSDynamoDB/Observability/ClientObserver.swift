internal import DynamoDB
internal import Logging
internal import Tracing

/// Tells of a client's operations. There is one for each client that has anybody to tell.
final class ClientObserver: Sendable {
  private let logger: Logger?
  private let metrics: ClientMetrics?
  private let tracer: (any Tracer)?
  private let endpoint: Endpoint
  private let time: any TimeSource

  /// `nil` where nobody would hear of it.
  init?(_ observability: Observability, endpoint: Endpoint, time: any TimeSource) {
    guard observability.logger != nil || observability.metrics != nil || observability.tracer != nil else { return nil }
    logger = observability.logger
    metrics = observability.metrics.map(ClientMetrics.init)
    tracer = observability.tracer
    self.endpoint = endpoint
    self.time = time
  }

  func began<Operation: DynamoDBOperation>(_ operation: Operation) -> ObservedOperation {
    var observed = ObservedOperation(name: Operation.name, tables: operation.tables, start: time.uptime)
    observed.span = tracer?.startSpan("DynamoDB." + Operation.name, ofKind: .client)
    describe(observed)
    return observed
  }

  func retries(_ operation: ObservedOperation, _ attempts: Attempts, after failure: AttemptFailure, pause: Duration) {
    let reason = failure.reason
    metrics?.retried(operation.name, reason: reason)
    operation.span?.addEvent(
      SpanEvent(
        name: "retry",
        attributes: ["retry.reason": .string(reason), "http.request.resend_count": .int64(Int64(attempts.retries))]))
    logger?.debug(
      "DynamoDB operation is tried again",
      metadata: metadata(operation, attempts).merging(["retry.reason": "\(reason)", "retry.pause": "\(pause)"]) { $1 })
  }

  func succeeded(_ operation: ObservedOperation, _ attempts: Attempts, _ capacities: [ConsumedCapacity]) {
    metrics?.finished(operation, in: time.uptime - operation.start, error: nil)
    metrics?.consumed(capacities, by: operation.name)
    finish(operation, attempts) { span in
      if !capacities.isEmpty { span.attributes["aws.dynamodb.consumed_capacity"] = capacities.map(\.text) }
    }
    logger?.trace("DynamoDB operation succeeded", metadata: metadata(operation, attempts, capacities))
  }

  func failed(_ operation: ObservedOperation, _ attempts: Attempts, _ error: DynamoDBError) {
    let code = error.boundedCode
    metrics?.finished(operation, in: time.uptime - operation.start, error: code)
    finish(operation, attempts) { span in
      span.attributes["error.type"] = code
      span.setStatus(SpanStatus(code: .error))
    }
    logger?.debug(
      "DynamoDB operation failed",
      metadata: metadata(operation, attempts).merging(["error.type": "\(code)"]) { $1 })
  }
}

// MARK: - Attributes

extension ClientObserver {
  /// What is known at the beginning, by which a sampler may choose.
  private func describe(_ operation: ObservedOperation) {
    operation.span?.updateAttributes { attributes in
      attributes["rpc.system"] = "aws-api"
      attributes["rpc.service"] = "DynamoDB"
      attributes["rpc.method"] = operation.name
      attributes["db.system.name"] = "aws.dynamodb"
      attributes["db.operation.name"] = operation.name
      if let table = operation.table { attributes["db.collection.name"] = table }
      if !operation.tables.isEmpty { attributes["aws.dynamodb.table_names"] = operation.tables }
      attributes["server.address"] = endpoint.host
      attributes["server.port"] = endpoint.port ?? endpoint.scheme.standardPort
    }
  }

  private func finish(_ operation: ObservedOperation, _ attempts: Attempts, _ describe: (any Span) -> Void) {
    guard let span = operation.span else { return }
    span.updateAttributes { attributes in
      if let requestID = attempts.requestID { attributes["aws.request_id"] = requestID }
      if attempts.retries > 0 { attributes["http.request.resend_count"] = attempts.retries }
    }
    describe(span)
    span.end()
  }

  private func metadata(
    _ operation: ObservedOperation, _ attempts: Attempts, _ capacities: [ConsumedCapacity] = []
  ) -> Logger.Metadata {
    var metadata: Logger.Metadata = ["db.operation.name": "\(operation.name)"]
    if !operation.tables.isEmpty {
      metadata["aws.dynamodb.table_names"] = .array(operation.tables.map { .string($0) })
    }
    if let requestID = attempts.requestID { metadata["aws.request_id"] = "\(requestID)" }
    if attempts.retries > 0 { metadata["http.request.resend_count"] = "\(attempts.retries)" }
    if !capacities.isEmpty {
      metadata["aws.dynamodb.consumed_capacity"] = .array(capacities.map { .string($0.text) })
    }
    return metadata
  }
}

extension ConsumedCapacity {
  fileprivate var text: String { String(decoding: json, as: UTF8.self) }
}
