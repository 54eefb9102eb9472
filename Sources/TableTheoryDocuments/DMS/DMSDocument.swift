public import TableTheoryModels

/// Models in TableTheory's language-neutral form, DMS v0.1: what a service in Go, TypeScript or Python is held to.
///
///     let document = DMSDocument([Article.schema], namespace: "acme.pages")
///     try document.yaml.write(...)
///
/// Writing is byte-stable: equal models give equal bytes, with their attributes in the order of their declaration.
public struct DMSDocument: Hashable, Sendable {
  /// The version that is written, and the only one that is read.
  public static let version = "0.1"

  /// Whose models they are: `acme.pages`.
  public var namespace: String?
  /// In the order of the file.
  public var models: [ModelSchema]

  /// A document of these models.
  public init(_ models: [ModelSchema], namespace: String? = nil) {
    self.models = models
    self.namespace = namespace
  }

  /// The document as YAML.
  public var yaml: String { value.yaml }

  /// The document as JSON.
  public var json: String { value.json }
}
