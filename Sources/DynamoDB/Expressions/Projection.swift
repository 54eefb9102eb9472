/// A projection expression, as a value: which parts of an item a read returns.
///
/// Source: *Amazon DynamoDB Developer Guide*, "Using projection expressions in DynamoDB".
public struct Projection: Hashable, Sendable {
  /// What is returned.
  public var paths: [DocumentPath]

  /// The attributes, or parts of them, that are returned.
  public init(_ paths: [DocumentPath]) { self.paths = paths }
}

extension Projection: ExpressibleByArrayLiteral {
  public init(arrayLiteral paths: DocumentPath...) { self.init(paths) }
}
