public import DynamoDB

extension ModelCondition {
  /// The attribute is there.
  public static func exists<Value>(_ keyPath: KeyPath<Model, Value>) -> ModelCondition {
    on(keyPath) { (path, _) throws(ModelError) in path.exists }
  }

  /// The attribute is not there.
  public static func missing<Value>(_ keyPath: KeyPath<Model, Value>) -> ModelCondition {
    on(keyPath) { (path, _) throws(ModelError) in path.doesNotExist }
  }

  /// The text begins with `prefix`.
  public static func begins<Value>(_ keyPath: KeyPath<Model, Value>, with prefix: String) -> ModelCondition {
    on(keyPath) { (path, _) throws(ModelError) in path.begins(with: .string(prefix)) }
  }

  /// The text has `part` in it, or the list or set has it as an element.
  public static func contains<Value>(
    _ keyPath: KeyPath<Model, Value>, _ part: some AttributeConvertible
  ) -> ModelCondition {
    on(keyPath) { (path, attribute) throws(ModelError) in
      guard let stored = part.attributeValue else {
        throw ModelError(model: Model.schema.name, attribute: attribute.name, reason: "nothing contains nil")
      }
      return path.contains(stored)
    }
  }

  /// The value is within the range, both ends included.
  public static func between<Value>(_ keyPath: KeyPath<Model, Value>, _ range: ClosedRange<Value>) -> ModelCondition {
    on(keyPath) { (path, attribute) throws(ModelError) in
      guard let lower = try attribute.stored(range.lowerBound), let upper = try attribute.stored(range.upperBound)
      else {
        throw ModelError(model: Model.schema.name, attribute: attribute.name, reason: "nothing is between nil and nil")
      }
      return path.isBetween(lower, upper)
    }
  }

  /// The value is one of these; DynamoDB takes at most 100.
  public static func any<Value>(_ keyPath: KeyPath<Model, Value>, of values: [Value]) -> ModelCondition {
    on(keyPath) { (path, attribute) throws(ModelError) in
      var stored: [AttributeValue] = []
      for value in values {
        guard let value = try attribute.stored(value) else {
          throw ModelError(model: Model.schema.name, attribute: attribute.name, reason: "nil is none of several values")
        }
        stored.append(value)
      }
      return path.isIn(stored)
    }
  }

  /// How many characters, bytes or elements the value has.
  public static func count<Value>(
    _ keyPath: KeyPath<Model, Value>, _ comparator: Condition.Comparator, _ count: Int
  ) -> ModelCondition {
    on(keyPath) { (path, _) throws(ModelError) in .compare(.size(path), comparator, .value(.number(count))) }
  }
}
