import DynamoDB

/// `\.headline == "x"`; `\.subtitle == nil` where the attribute is not there.
public func == <Model: TableModel, Value>(keyPath: KeyPath<Model, Value>, value: Value) -> ModelCondition<Model> {
  .compare(keyPath, .equal, value)
}

/// `\.headline != "x"`, which an item without the attribute fulfils too; `\.subtitle != nil` where the attribute is there.
public func != <Model: TableModel, Value>(keyPath: KeyPath<Model, Value>, value: Value) -> ModelCondition<Model> {
  .compare(keyPath, .notEqual, value)
}

/// `\.version < 4`
public func < <Model: TableModel, Value>(keyPath: KeyPath<Model, Value>, value: Value) -> ModelCondition<Model> {
  .compare(keyPath, .less, value)
}

/// `\.version <= 4`
public func <= <Model: TableModel, Value>(keyPath: KeyPath<Model, Value>, value: Value) -> ModelCondition<Model> {
  .compare(keyPath, .lessOrEqual, value)
}

/// `\.version > 4`
public func > <Model: TableModel, Value>(keyPath: KeyPath<Model, Value>, value: Value) -> ModelCondition<Model> {
  .compare(keyPath, .greater, value)
}

/// `\.version >= 4`
public func >= <Model: TableModel, Value>(keyPath: KeyPath<Model, Value>, value: Value) -> ModelCondition<Model> {
  .compare(keyPath, .greaterOrEqual, value)
}
