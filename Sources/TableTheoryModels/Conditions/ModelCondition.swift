public import DynamoDB

/// A condition on a model's properties, made with Swift's operators on key paths:
///
///     \.headline == "x" && \.version < 4
///
/// It is a ``DynamoDB/Condition`` underneath: the value becomes what the property is stored as, `nil` becomes
/// `attribute_not_exists`. A property that is no attribute, or a value that cannot be stored, is an error when the condition
/// is used.
public struct ModelCondition<Model: TableModel>: Sendable {
  private let made: Result<Condition, ModelError>

  /// A condition in the package's own terms, with stored names: what key paths cannot say, such as a part of a map.
  public init(_ condition: Condition) { made = .success(condition) }

  init(_ make: () throws(ModelError) -> Condition) {
    do throws(ModelError) { made = .success(try make()) } catch { made = .failure(error) }
  }

  /// The condition on the stored attributes.
  ///
  /// - Throws: ``ModelError`` where a property is stored in no attribute of its own, or a value cannot be compared.
  public func condition() throws(ModelError) -> Condition { try made.get() }

  static func compare<Value>(
    _ keyPath: KeyPath<Model, Value>, _ comparator: Condition.Comparator, _ value: Value
  ) -> ModelCondition {
    ModelCondition { () throws(ModelError) in
      let attribute = try Model.attribute(of: keyPath)
      let path = DocumentPath(attribute.name)
      guard let stored = try attribute.stored(value) else {
        switch comparator {
        case .equal: return path.doesNotExist
        case .notEqual: return path.exists
        default:
          throw ModelError(model: Model.schema.name, attribute: attribute.name, reason: "nothing is less than nil")
        }
      }
      return .compare(.path(path), comparator, .value(stored))
    }
  }

  static func on<Value>(
    _ keyPath: KeyPath<Model, Value>, _ make: (DocumentPath, ModelAttribute<Model>) throws(ModelError) -> Condition
  ) -> ModelCondition {
    ModelCondition { () throws(ModelError) in
      let attribute = try Model.attribute(of: keyPath)
      return try make(DocumentPath(attribute.name), attribute)
    }
  }
}

extension ModelCondition {
  /// Both conditions.
  public static func && (left: ModelCondition, right: ModelCondition) -> ModelCondition {
    ModelCondition { () throws(ModelError) in .and(try left.condition(), try right.condition()) }
  }

  /// Either condition.
  public static func || (left: ModelCondition, right: ModelCondition) -> ModelCondition {
    ModelCondition { () throws(ModelError) in .or(try left.condition(), try right.condition()) }
  }

  /// The contrary.
  public static prefix func ! (condition: ModelCondition) -> ModelCondition {
    ModelCondition { () throws(ModelError) in .not(try condition.condition()) }
  }
}
