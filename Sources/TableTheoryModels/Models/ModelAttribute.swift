import DynamoDB

/// One attribute of a model: its schema, the property that holds its value, and how the one becomes the other.
public struct ModelAttribute<Model: TableModel>: Sendable {
  /// What everybody may know of it.
  public let schema: AttributeSchema
  let keyPath: any PartialKeyPath<Model> & Sendable
  private let store: @Sendable (Any) throws(ValueMismatch) -> AttributeValue?
  private let load: @Sendable (AttributeValue?) throws(ValueMismatch) -> any Sendable

  /// The stored name.
  public var name: String { schema.name }

  /// An attribute of one of the types that DynamoDB has, or a moment as text.
  ///
  /// - Parameters:
  ///   - keyPath: the property.
  ///   - name: the stored name.
  ///   - roles: what the attribute is for.
  ///   - omitsEmpty: leaves it out where its value is empty.
  ///   - templates: how a key's text is made, where it is a ``KeyText``: one or more, for more than one of its forms.
  public init<Value: AttributeConvertible>(
    _ keyPath: any KeyPath<Model, Value> & Sendable, _ name: String, _ roles: AttributeRole...,
    omitsEmpty: Bool = false,
    templates: [KeyTemplate] = []
  ) {
    let format = roles.contains(.version) ? .integer : Value.attributeFormat
    self.init(
      keyPath,
      Self.schema(
        name, Value.self, type: Value.attributeType, roles: roles, format: format, omitsEmpty: omitsEmpty,
        templates: templates),
      store: { (value) throws(ValueMismatch) in value.attributeValue },
      load: { (value) throws(ValueMismatch) in try Value(attributeValue: value) },
      absent: omitsEmpty ? Value.absentValue ?? Value.emptyValue : Value.absentValue,
      isEmpty: { omitsEmpty && $0.isEmptyValue })
  }

  /// The attribute with the time from which on an item may be deleted: epoch seconds.
  public static func timeToLive<Value: StoredMoment>(
    _ keyPath: any KeyPath<Model, Value> & Sendable, _ name: String, omitsEmpty: Bool = false
  ) -> ModelAttribute {
    ModelAttribute(
      keyPath,
      schema(
        name, Value.self, type: .number, roles: [.timeToLive], format: .unixSeconds, omitsEmpty: omitsEmpty),
      store: { (value) throws(ValueMismatch) in value.epochSeconds },
      load: { (value) throws(ValueMismatch) in try Value(epochSeconds: value) },
      absent: omitsEmpty ? Value.emptyValue : nil, isEmpty: { omitsEmpty && $0.isEmptyValue })
  }

  /// The same of an optional: an item without it never expires.
  public static func timeToLive<Value: StoredMoment>(
    _ keyPath: any KeyPath<Model, Value?> & Sendable, _ name: String, omitsEmpty: Bool = false
  ) -> ModelAttribute {
    ModelAttribute(
      keyPath,
      schema(
        name, Value?.self, type: .number, roles: [.timeToLive], format: .unixSeconds, omitsEmpty: omitsEmpty),
      store: { (value) throws(ValueMismatch) in value?.epochSeconds },
      load: { (value) throws(ValueMismatch) in
        if case .null = value { nil } else { try Value(epochSeconds: value) }
      },
      absent: .some(nil), isEmpty: { omitsEmpty && $0.isEmptyValue })
  }

  /// An attribute that holds a Codable value as JSON: ``JSONText``. `nil` is NULL, and what is not there is `nil` too.
  public static func json<Value: Codable & Sendable>(
    _ keyPath: any KeyPath<Model, Value> & Sendable, _ name: String, omitsEmpty: Bool = false
  ) -> ModelAttribute {
    let absent = (Value.self as? any OptionalValue.Type)?.absent as? Value
    return ModelAttribute(
      keyPath,
      AttributeSchema(
        name, type: .string, presence: absent == nil ? .required : .optional, omitsEmpty: omitsEmpty, isJSON: true),
      store: { (value) throws(ValueMismatch) in
        let stored = try JSONText.attributeValue(of: value)
        return omitsEmpty && stored == .null ? nil : stored
      },
      load: { (value) throws(ValueMismatch) in try JSONText.value(of: value) }, absent: absent, isEmpty: { _ in false })
  }

  private init<Value: Sendable>(
    _ keyPath: any KeyPath<Model, Value> & Sendable, _ schema: AttributeSchema,
    store: @escaping @Sendable (Value) throws(ValueMismatch) -> AttributeValue?,
    load: @escaping @Sendable (AttributeValue) throws(ValueMismatch) -> Value,
    absent: Value?, isEmpty: @escaping @Sendable (Value) -> Bool
  ) {
    self.schema = schema
    self.keyPath = keyPath
    self.store = { (value) throws(ValueMismatch) in
      guard let value = value as? Value else { throw ValueMismatch("it has to be \(Value.self)") }
      return isEmpty(value) ? nil : try store(value)
    }
    self.load = { (value) throws(ValueMismatch) in
      if let value { return try load(value) }
      guard let absent else { throw ValueMismatch("it is not there") }
      return absent
    }
  }
}

extension ModelAttribute {
  /// - Returns: `nil` where nothing is stored.
  func stored(in model: Model) throws(ModelError) -> AttributeValue? { try stored(model[keyPath: keyPath]) }

  /// A value of the property as it is stored.
  ///
  /// - Returns: `nil` where nothing is stored.
  func stored(_ value: Any) throws(ModelError) -> AttributeValue? {
    do throws(ValueMismatch) { return try store(value) } catch { throw failure(error) }
  }

  /// What is stored as a value of the property.
  func value<Value>(of stored: AttributeValue?, as type: Value.Type = Value.self) throws(ModelError) -> Value {
    do throws(ValueMismatch) {
      guard let value = try load(stored) as? Value else { throw ValueMismatch("it is no \(type)") }
      return value
    } catch {
      throw failure(error)
    }
  }

  private func failure(_ mismatch: ValueMismatch) -> ModelError {
    ModelError(model: Model.schema.name, attribute: name, reason: mismatch.description)
  }

  private static func schema<Value: AttributeConvertible>(
    _ name: String, _ value: Value.Type, type: AttributeType, roles: [AttributeRole], format: AttributeFormat?,
    omitsEmpty: Bool, templates: [KeyTemplate] = []
  ) -> AttributeSchema {
    let isLifecycle = roles.contains(where: \.isLifecycle)
    let presence: AttributeSchema.Presence =
      isLifecycle ? .unspecified : Value.absentValue != nil || omitsEmpty ? .optional : .required
    return AttributeSchema(
      name, type: type, presence: presence, roles: roles, format: format, omitsEmpty: omitsEmpty,
      isBinary: type == .binary && !roles.contains(where: { $0 == .partitionKey || $0 == .sortKey }),
      templates: templates)
  }
}

extension TableModel {
  /// The attribute that a property is stored in.
  ///
  /// - Throws: ``ModelError`` where it is stored in none.
  static func attribute(of keyPath: PartialKeyPath<Self>) throws(ModelError) -> ModelAttribute<Self> {
    guard let attribute = attributes.first(where: { $0.keyPath == keyPath }) else {
      throw ModelError(
        model: schema.name, attribute: nil, reason: "\(keyPath) is stored in no attribute of its own")
    }
    return attribute
  }

  /// The attribute with a role.
  static func attribute(with role: AttributeRole) -> String? { schema.attribute(with: role)?.name }
}

/// What an optional is, seen from where nothing is known about its value.
private protocol OptionalValue {
  static var absent: Any { get }
}

extension Optional: OptionalValue {
  fileprivate static var absent: Any { Self.none as Any }
}
