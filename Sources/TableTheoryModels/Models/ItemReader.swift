public import DynamoDB

/// Reads the attributes of an item, for models that are written by hand.
public struct ItemReader: Sendable {
  let item: Item
  let model: String

  /// Reads a model's attributes from an item.
  public init<Model: TableModel>(_ item: Item, of model: Model.Type) {
    self.item = item
    self.model = Model.schema.name
  }

  /// - Throws: ``ModelError`` where the attribute is of another type, or is not there and has to be.
  public func value<Value: AttributeConvertible>(
    _ name: String, as type: Value.Type = Value.self, omitsEmpty: Bool = false
  ) throws(ModelError) -> Value {
    guard let stored = item[name] else { return try Self.absent(name, of: model, omitsEmpty: omitsEmpty) }
    do throws(ValueMismatch) {
      return try Value(attributeValue: stored)
    } catch {
      throw ModelError(model: model, attribute: name, reason: error.description)
    }
  }

  /// The time from which on the item may be deleted.
  public func timeToLive<Value: StoredMoment>(_ name: String, as type: Value.Type = Value.self) throws(ModelError)
    -> Value?
  {
    guard let stored = item[name] else { return nil }
    if case .null = stored { return nil }
    do throws(ValueMismatch) {
      return try Value(epochSeconds: stored)
    } catch {
      throw ModelError(model: model, attribute: name, reason: error.description)
    }
  }

  /// A Codable value from JSON.
  public func json<Value: Decodable>(_ name: String, as type: Value.Type = Value.self) throws(ModelError) -> Value {
    do throws(ValueMismatch) {
      return try JSONText.value(of: item[name] ?? .null)
    } catch {
      throw ModelError(model: model, attribute: name, reason: error.description)
    }
  }

  /// The values in a key's text.
  public func key(_ name: String) throws(ModelError) -> KeyTextReader {
    KeyTextReader(try value(name, as: String.self), of: model, name)
  }

  /// What an attribute that is not there stands for.
  public static func absent<Value: AttributeConvertible>(
    _ name: String, of model: String, omitsEmpty: Bool
  ) throws(ModelError) -> Value {
    guard let value = Value.absentValue ?? (omitsEmpty ? Value.emptyValue : nil) else {
      throw .missing(name, of: model)
    }
    return value
  }
}

// MARK: - What the macro's conversion is made of

extension ItemReader {
  /// Where a property's value is read into: of its type, and empty.
  @inlinable
  public static func place<Model, Value>(for property: (Model) -> Value) -> Value? { nil }

  /// The same of an optional property, whose own `nil` is never read.
  @inlinable
  public static func optionalPlace<Model, Value>(for property: (Model) -> Value?) -> Value? { nil }

  /// Reads what is stored.
  @inlinable
  public static func read<Value: AttributeConvertible>(
    _ stored: consuming AttributeValue, into place: inout Value?
  ) throws(ValueMismatch) {
    place = try Value(attributeValue: stored)
  }

  /// What was read, or what an attribute that is not there stands for.
  @inlinable
  public static func value<Value: AttributeConvertible>(
    _ place: Value?, _ name: String, of model: String, omitsEmpty: Bool
  ) throws(ModelError) -> Value {
    if let place { return place }
    return try absent(name, of: model, omitsEmpty: omitsEmpty)
  }
}
