internal import CoreMetrics
internal import DynamoDB
import Synchronization

/// A client's metrics. Their handles are made once and kept, and their dimensions are few: the operations, the errors
/// that DynamoDB documents, and the first hundred tables.
final class ClientMetrics: Sendable {
  private struct Labels: Hashable {
    var operation: String
    /// Empty where there is not exactly one.
    var table = ""
    /// What went wrong, or why it was tried again; empty where nothing was.
    var reason = ""
  }

  private struct Handles {
    var durations: [Labels: Timer] = [:]
    var retries: [Labels: Counter] = [:]
    var capacities: [Labels: FloatingPointCounter] = [:]
    var tables: Set<String> = []
  }

  private static let mostTables = 100
  /// OpenTelemetry's word for what has no word of its own.
  private static let other = "_OTHER"

  private let factory: any MetricsFactory
  private let handles = Mutex(Handles())

  init(_ factory: any MetricsFactory) { self.factory = factory }

  func finished(_ operation: ObservedOperation, in duration: Duration, error: String?) {
    let timer = handles.withLock { handles in
      let labels = Labels(
        operation: operation.name, table: operation.table.map { Self.label(of: $0, among: &handles.tables) } ?? "",
        reason: error ?? "")
      return Self.handle(labels, in: &handles.durations) { labels in
        Timer(
          label: "db.client.operation.duration",
          dimensions: Self.dimensions(labels, [("db.collection.name", labels.table), ("error.type", labels.reason)]),
          factory: factory)
      }
    }
    timer.recordNanoseconds(duration.wholeNanoseconds)
  }

  func retried(_ operation: String, reason: String) {
    let counter = handles.withLock { handles in
      Self.handle(Labels(operation: operation, reason: reason), in: &handles.retries) { labels in
        Counter(
          label: "tabletheory.client.retries", dimensions: Self.dimensions(labels, [("retry.reason", labels.reason)]),
          factory: factory)
      }
    }
    counter.increment()
  }

  func consumed(_ capacities: [ConsumedCapacity], by operation: String) {
    for capacity in capacities {
      let counter = handles.withLock { handles in
        let labels = Labels(operation: operation, table: Self.label(of: capacity.table, among: &handles.tables))
        return Self.handle(labels, in: &handles.capacities) { labels in
          FloatingPointCounter(
            label: "tabletheory.client.consumed_capacity",
            dimensions: Self.dimensions(labels, [("db.collection.name", labels.table)]), factory: factory)
        }
      }
      counter.increment(by: capacity.units)
    }
  }

  private static func label(of table: String, among known: inout Set<String>) -> String {
    if known.contains(table) { return table }
    guard known.count < mostTables else { return other }
    known.insert(table)
    return table
  }

  private static func handle<Handle>(
    _ labels: Labels, in handles: inout [Labels: Handle], _ make: (Labels) -> Handle
  ) -> Handle {
    if let handle = handles[labels] { return handle }
    let handle = make(labels)
    handles[labels] = handle
    return handle
  }

  /// A metric has the same dimensions whatever their values: some backends stop the process otherwise.
  private static func dimensions(_ labels: Labels, _ own: [(String, String)]) -> [(String, String)] {
    [("db.system.name", "aws.dynamodb"), ("db.operation.name", labels.operation)] + own
  }
}

extension Duration {
  fileprivate var wholeNanoseconds: Int64 {
    let (seconds, attoseconds) = components
    let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    return overflow ? .max : product + attoseconds / 1_000_000_000
  }
}
