internal import Tracing

/// An operation that somebody is told of.
struct ObservedOperation: Sendable {
  var name: String
  var tables: [String]
  var start: Duration
  var span: (any Span)?

  /// The table, where there is only one.
  var table: String? { tables.count == 1 ? tables[0] : nil }
}
