import DynamoDB

extension Update.Value {
  /// The value to assign, computed from `item` as it was before the update.
  func computed(from item: Item) throws(EvaluationError) -> AttributeValue {
    switch self {
    case .operand(let operand):
      return try operand.value(in: item)
    case .plus(let left, let right):
      let (left, right) = try Self.numbers(left, right, of: "+", in: item)
      do throws(Number.FormatError) { return .number(try left.adding(right)) } catch { throw .number(error) }
    case .minus(let left, let right):
      let (left, right) = try Self.numbers(left, right, of: "-", in: item)
      do throws(Number.FormatError) { return .number(try left.subtracting(right)) } catch { throw .number(error) }
    }
  }

  private static func numbers(
    _ left: Update.Operand, _ right: Update.Operand, of name: String, in item: Item
  ) throws(EvaluationError) -> (Number, Number) {
    switch (try left.value(in: item), try right.value(in: item)) {
    case (.number(let a), .number(let b)): return (a, b)
    case (.number, let other): throw right.refusal(of: other, by: name)
    case (let other, _): throw left.refusal(of: other, by: name)
    }
  }
}

extension Update.Operand {
  fileprivate func value(in item: Item) throws(EvaluationError) -> AttributeValue {
    switch self {
    case .value(let value):
      return value
    case .path(let path):
      guard let value = item.value(at: path) else { throw .missingAttribute }
      return value
    case .ifNotExists(let path, let fallback):
      if let value = item.value(at: path) { return value }
      return try fallback.value(in: item)
    case .listAppend(let left, let right):
      switch (try left.value(in: item), try right.value(in: item)) {
      case (.list(let head), .list(let tail)): return .list(head + tail)
      case (.list, let other): throw right.refusal(of: other, by: "list_append")
      case (let other, _): throw left.refusal(of: other, by: "list_append")
      }
    }
  }

  /// A constant of the wrong type is the expression's fault; the same value out of the item is the item's.
  fileprivate func refusal(of value: AttributeValue, by name: String) -> EvaluationError {
    if case .value = self { .incorrectOperand(operator: name, type: value.typeTag) } else { .incorrectDataType }
  }
}

extension Update.Change {
  /// What `ADD` makes of the value that is there: a sum or a union, and the change's own value where there is none.
  func added(to existing: AttributeValue?) throws(EvaluationError) -> AttributeValue {
    switch (existing, value) {
    case (nil, .number), (nil, .stringSet), (nil, .numberSet), (nil, .binarySet):
      return value
    case (.number(let number), .number(let increment)):
      do throws(Number.FormatError) { return .number(try number.adding(increment)) } catch { throw .number(error) }
    case (.stringSet(let set), .stringSet(let elements)): return .stringSet(set.union(elements))
    case (.numberSet(let set), .numberSet(let elements)): return .numberSet(set.union(elements))
    case (.binarySet(let set), .binarySet(let elements)): return .binarySet(set.union(elements))
    case (_, .number), (_, .stringSet), (_, .numberSet), (_, .binarySet):
      throw .incorrectDataType
    case (_, .string), (_, .binary), (_, .bool), (_, .null), (_, .list), (_, .map):
      throw .incorrectActionOperand(action: .add, type: value.typeTag)
    }
  }

  /// What `DELETE` leaves of the set that is there, or `nil` where nothing is left: there is no empty set.
  func deleted(from existing: AttributeValue?) throws(EvaluationError) -> AttributeValue? {
    switch (existing, value) {
    case (nil, .stringSet), (nil, .numberSet), (nil, .binarySet):
      return nil
    case (.stringSet(let set), .stringSet(let elements)):
      let rest = set.subtracting(elements)
      return rest.isEmpty ? nil : .stringSet(rest)
    case (.numberSet(let set), .numberSet(let elements)):
      let rest = set.subtracting(elements)
      return rest.isEmpty ? nil : .numberSet(rest)
    case (.binarySet(let set), .binarySet(let elements)):
      let rest = set.subtracting(elements)
      return rest.isEmpty ? nil : .binarySet(rest)
    case (_, .stringSet), (_, .numberSet), (_, .binarySet):
      throw .incorrectDataType
    case (_, .string), (_, .number), (_, .binary), (_, .bool), (_, .null), (_, .list), (_, .map):
      throw .incorrectActionOperand(action: .delete, type: value.typeTag)
    }
  }
}
