/// One attribute of a model's items.
public struct AttributeSchema: Hashable, Sendable {
  /// Whether an item has to have the attribute.
  public enum Presence: String, Hashable, Sendable, CaseIterable {
    /// An item without it is not one of the model's.
    case required
    /// It may be absent, and is `nil` then.
    case optional
    /// Neither is promised: the library writes it (``AttributeRole/isLifecycle``), or leaves it out when it is empty.
    case unspecified
  }

  /// The stored name.
  public var name: String
  /// The Swift property that holds the value; `nil` where the schema was not made from Swift.
  public var property: String?
  /// What the attribute holds.
  public var type: AttributeType
  /// Whether every item has it.
  public var presence: Presence
  /// In the order in which they were given; a document has them in an order of its own.
  public var roles: [AttributeRole]
  /// What its text or number says.
  public var format: AttributeFormat?
  /// Left out of the item when the value is empty: `nil`, "", 0, false, an empty list, map or set.
  public var omitsEmpty: Bool
  /// The value is stored as deterministic JSON in a string.
  public var isJSON: Bool
  /// The value is a blob in ``AttributeType/binary``.
  public var isBinary: Bool
  /// The value is stored encrypted. Only documents of other languages have this: models in Swift do not encrypt.
  public var isEncrypted: Bool
  /// How the value is made, where it is a key that is constant or put together from other values: in one of these ways.
  public var templates: [KeyTemplate]

  /// An attribute; what has a default may be left out.
  public init(
    _ name: String, property: String? = nil, type: AttributeType, presence: Presence = .unspecified,
    roles: [AttributeRole] = [], format: AttributeFormat? = nil, omitsEmpty: Bool = false, isJSON: Bool = false,
    isBinary: Bool = false, isEncrypted: Bool = false, templates: [KeyTemplate] = []
  ) {
    self.name = name
    self.property = property
    self.type = type
    self.presence = presence
    self.roles = roles
    self.format = format
    self.omitsEmpty = omitsEmpty
    self.isJSON = isJSON
    self.isBinary = isBinary
    self.isEncrypted = isEncrypted
    self.templates = templates
  }
}
