/// One thing in which a document and the models of a program differ.
public struct SchemaDifference: Hashable, Sendable {
  /// A model (`Article`), an attribute (`Article.headline`) or an index (`Article, index by-tag`).
  public var place: String
  /// Which property of it: `type`, `roles`, `omit_empty`.
  public var aspect: String
  /// What the document says; `nil` where it says nothing.
  public var document: String?
  /// What the program's models say; `nil` where they say nothing.
  public var models: String?
  /// The line of the document, where it is known.
  public var line: Int?

  /// A difference of its parts.
  public init(place: String, aspect: String, document: String?, models: String?, line: Int? = nil) {
    self.place = place
    self.aspect = aspect
    self.document = document
    self.models = models
    self.line = line
  }
}

extension SchemaDifference: CustomStringConvertible {
  /// `Article.headline: type is S in the document and N in the models`
  public var description: String {
    switch (document, models) {
    case (let document?, let models?): "\(place): \(aspect) is \(document) in the document and \(models) in the models"
    case (let document?, nil):
      aspect == Self.existence
        ? "\(place) is in the document, not in the models"
        : "\(place): \(aspect) is \(document) in the document and not said in the models"
    case (nil, let models?):
      aspect == Self.existence
        ? "\(place) is in the models, not in the document"
        : "\(place): \(aspect) is \(models) in the models and not said in the document"
    case (nil, nil): "\(place): \(aspect)"
    }
  }

  /// The aspect of what is on one side alone.
  public static let existence = "existence"
}
