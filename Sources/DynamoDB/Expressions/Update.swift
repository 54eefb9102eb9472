/// An update expression, as a value: the clauses `SET`, `REMOVE`, `ADD` and `DELETE`.
///
///     Update().set("status", to: "COMPLETED").remove("owner_token").add("version", 1)
///
/// Every clause sees the item as it was before the update, and no two actions may touch overlapping paths.
///
/// Source: *Amazon DynamoDB Developer Guide*, "Update expressions".
public struct Update: Hashable, Sendable {
  /// `SET path = value`.
  public struct Assignment: Hashable, Sendable {
    public var path: DocumentPath
    public var value: Value

    public init(path: DocumentPath, value: Value) {
      self.path = path
      self.value = value
    }
  }

  /// The right-hand side of an assignment.
  public enum Value: Hashable, Sendable {
    case operand(Operand)
    case plus(Operand, Operand)
    case minus(Operand, Operand)
  }

  /// What an assignment is made of.
  public indirect enum Operand: Hashable, Sendable {
    case path(DocumentPath)
    case value(AttributeValue)
    case ifNotExists(DocumentPath, Operand)
    case listAppend(Operand, Operand)
  }

  /// `ADD path value` or `DELETE path value`.
  public struct Change: Hashable, Sendable {
    public var path: DocumentPath
    public var value: AttributeValue

    public init(path: DocumentPath, value: AttributeValue) {
      self.path = path
      self.value = value
    }
  }

  public var sets: [Assignment]
  public var removes: [DocumentPath]
  public var adds: [Change]
  public var deletes: [Change]

  public init(
    sets: [Assignment] = [], removes: [DocumentPath] = [], adds: [Change] = [], deletes: [Change] = []
  ) {
    self.sets = sets
    self.removes = removes
    self.adds = adds
    self.deletes = deletes
  }
}

extension Update {
  /// This update with `SET path = value` added.
  public func set(_ path: DocumentPath, to value: AttributeValue) -> Update {
    set(path, to: .operand(.value(value)))
  }

  /// This update with `SET path = value` added, where `value` is computed from the item.
  public func set(_ path: DocumentPath, to value: Value) -> Update {
    var copy = self
    copy.sets.append(Assignment(path: path, value: value))
    return copy
  }

  /// This update with `REMOVE path` added.
  public func remove(_ path: DocumentPath) -> Update {
    var copy = self
    copy.removes.append(path)
    return copy
  }

  /// This update with `ADD path value` added: a number is added to, a set is joined.
  public func add(_ path: DocumentPath, _ value: AttributeValue) -> Update {
    var copy = self
    copy.adds.append(Change(path: path, value: value))
    return copy
  }

  /// This update with `DELETE path value` added: elements leave a set.
  public func delete(_ path: DocumentPath, _ value: AttributeValue) -> Update {
    var copy = self
    copy.deletes.append(Change(path: path, value: value))
    return copy
  }

  public var isEmpty: Bool { sets.isEmpty && removes.isEmpty && adds.isEmpty && deletes.isEmpty }
}
