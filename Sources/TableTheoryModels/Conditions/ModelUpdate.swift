import DynamoDB

/// What an update changes, property by property:
///
///     try await articles.update(Article.key(pk: "a", sk: "b"), version: 3) {
///       $0.set(\.headline, to: "x")
///       $0.add(1, to: \.reads)
///       $0.remove(\.subtitle)
///     }
///
/// Keys cannot be changed, and the version and the moments of creation and of the last change are the library's.
public struct ModelUpdate<Model: TableModel> {
  private(set) var update = Update()
  private(set) var failure: ModelError?

  init() {}

  /// Sets a property. `nil`, and what `@OmitEmpty` leaves out, removes the attribute.
  public mutating func set<Value>(_ keyPath: KeyPath<Model, Value>, to value: Value) {
    change(keyPath) { (update, path, attribute) throws(ModelError) in
      if let stored = try attribute.stored(value) { update.set(path, to: stored) } else { update.remove(path) }
    }
  }

  /// Sets a property if its attribute is not there.
  public mutating func setIfMissing<Value>(_ keyPath: KeyPath<Model, Value>, to value: Value) {
    change(keyPath) { (update, path, attribute) throws(ModelError) in
      guard let stored = try attribute.stored(value) else { return update }
      return update.set(path, to: .operand(.ifNotExists(path, .value(stored))))
    }
  }

  /// Removes the attribute of an optional property.
  public mutating func remove<Value>(_ keyPath: KeyPath<Model, Value?>) {
    change(keyPath) { (update, path, _) throws(ModelError) in update.remove(path) }
  }

  /// Adds to a number; one that is not there is 0. A retry of an update whose outcome is unknown adds again, unless a version
  /// was required.
  public mutating func add<Value: StoredNumber>(_ amount: Value, to keyPath: KeyPath<Model, Value>) {
    addNumber(amount, to: keyPath)
  }

  /// Adds to an optional number; one that is not there is 0.
  public mutating func add<Value: StoredNumber>(_ amount: Value, to keyPath: KeyPath<Model, Value?>) {
    addNumber(amount, to: keyPath)
  }

  /// Puts elements into a set.
  public mutating func insert<Element: StoredSetElement>(
    _ elements: Set<Element>, into keyPath: KeyPath<Model, Set<Element>>
  ) {
    guard !elements.isEmpty else { return }
    change(keyPath) { (update, path, _) throws(ModelError) in
      update.add(path, Element.attributeValue(of: elements))
    }
  }

  /// Takes elements out of a set; the attribute of one that has none left goes away.
  public mutating func take<Element: StoredSetElement>(
    _ elements: Set<Element>, outOf keyPath: KeyPath<Model, Set<Element>>
  ) {
    guard !elements.isEmpty else { return }
    change(keyPath) { (update, path, _) throws(ModelError) in
      update.delete(path, Element.attributeValue(of: elements))
    }
  }

  /// Appends to a list.
  public mutating func append<Element: AttributeConvertible>(
    _ elements: [Element], to keyPath: KeyPath<Model, [Element]>
  ) {
    change(keyPath) { (update, path, _) throws(ModelError) in
      let list = Update.Operand.ifNotExists(path, .value(.list([])))
      return update.set(path, to: .operand(.listAppend(list, .value(Element.attributeValue(of: elements)))))
    }
  }

  private mutating func addNumber<Value>(_ amount: some StoredNumber, to keyPath: KeyPath<Model, Value>) {
    change(keyPath) { (update, path, attribute) throws(ModelError) in
      guard let stored = amount.attributeValue else {
        throw ModelError(model: Model.schema.name, attribute: attribute.name, reason: "nil cannot be added")
      }
      return update.add(path, stored)
    }
  }

  mutating func change<Value>(
    _ keyPath: KeyPath<Model, Value>,
    _ change: (Update, DocumentPath, ModelAttribute<Model>) throws(ModelError) -> Update
  ) {
    do throws(ModelError) {
      let attribute = try Model.attribute(of: keyPath)
      try Self.checkMayChange(attribute.schema)
      update = try change(update, DocumentPath(attribute.name), attribute)
    } catch {
      failure = failure ?? error
    }
  }

  static func checkMayChange(_ attribute: AttributeSchema) throws(ModelError) {
    for role in attribute.roles {
      switch role {
      case .partitionKey, .sortKey:
        throw ModelError(
          model: Model.schema.name, attribute: attribute.name, reason: "a key cannot be changed: create another item")
      case .version, .createdAt, .updatedAt:
        throw ModelError(
          model: Model.schema.name, attribute: attribute.name, reason: "the library sets it, as \(role) of the model")
      default: break
      }
    }
  }
}
