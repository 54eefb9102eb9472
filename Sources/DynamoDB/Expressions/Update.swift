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
    /// What is set.
    public var path: DocumentPath
    /// To what.
    public var value: Value

    /// One part of a `SET` clause.
    public init(path: DocumentPath, value: Value) {
      self.path = path
      self.value = value
    }
  }

  /// The right-hand side of an assignment.
  public enum Value: Hashable, Sendable {
    /// As it is.
    case operand(Operand)
    /// The sum of two numbers.
    case plus(Operand, Operand)
    /// Their difference.
    case minus(Operand, Operand)
  }

  /// What an assignment is made of.
  public indirect enum Operand: Hashable, Sendable {
    /// What stood at a path before the update.
    case path(DocumentPath)
    /// A value of the request.
    case value(AttributeValue)
    /// `if_not_exists(path, operand)`: what stands there, or else the operand.
    case ifNotExists(DocumentPath, Operand)
    /// `list_append(a, b)`: both lists, one behind the other.
    case listAppend(Operand, Operand)
  }

  /// `ADD path value` or `DELETE path value`.
  public struct Change: Hashable, Sendable {
    /// What is changed.
    public var path: DocumentPath
    /// By what: a number or a set.
    public var value: AttributeValue

    /// One part of an `ADD` or `DELETE` clause.
    public init(path: DocumentPath, value: AttributeValue) {
      self.path = path
      self.value = value
    }
  }

  /// `SET`
  public var sets: [Assignment]
  /// `REMOVE`
  public var removes: [DocumentPath]
  /// `ADD`: numbers are added, sets united.
  public var adds: [Change]
  /// `DELETE`: elements are taken out of sets.
  public var deletes: [Change]

  /// An update of its clauses; the methods build one step by step.
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

  /// Whether it changes nothing.
  public var isEmpty: Bool { sets.isEmpty && removes.isEmpty && adds.isEmpty && deletes.isEmpty }
}
