/// How a value is written within its type.
///
/// Source: TableTheory's DMS v0.1, *Attribute fields*.
public enum AttributeFormat: String, Hashable, Sendable, CaseIterable {
  /// A moment as text: `2026-11-24T10:00:00.123456789Z`.
  case rfc3339Nanoseconds = "rfc3339nano"
  /// A moment as whole seconds since 1970.
  case unixSeconds = "unix_seconds"
  /// A whole number.
  case integer = "int"
}
