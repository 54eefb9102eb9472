import DynamoDB

extension TypedTable {
  /// Writes chosen properties of a value that was read, if nobody has written the item since. Costs a write unit for each KB.
  ///
  ///     article.headline = "y"
  ///     article = try await articles.update(article, \.headline)
  ///
  /// - Parameters:
  ///   - model: the value, with the version that it was read with.
  ///   - properties: what is written; the rest of the item stays as it is.
  ///   - condition: what else has to hold.
  /// - Returns: The item as it is now, its version one higher.
  /// - Throws: ``TypedTableError/versionMismatch(expected:found:)``, ``TypedTableError/notFound``,
  ///   ``TypedTableError/conditionFailed(item:)``
  @discardableResult
  public func update(
    _ model: Model, _ properties: PartialKeyPath<Model>..., if condition: ModelCondition<Model>? = nil
  ) async throws(TypedTableError) -> Model {
    try await update(model, fields: properties, if: condition)
  }

  /// The same, with a list of properties.
  @discardableResult
  public func update(
    _ model: Model, fields: [PartialKeyPath<Model>], if condition: ModelCondition<Model>? = nil
  ) async throws(TypedTableError) -> Model {
    try await update(planned(model, fields, if: condition))
  }

  /// Changes properties of an item. Costs a write unit for each KB of the larger of the old and the new item.
  ///
  /// - Parameters:
  ///   - key: the item's key; an item that is not there is not made.
  ///   - version: the version that it has to have. A model with a version needs one, or ``ExpectedVersion/any``.
  ///   - condition: what else has to hold.
  ///   - changes: what changes.
  /// - Returns: The item as it is now, its version one higher.
  /// - Throws: ``TypedTableError/versionMismatch(expected:found:)``, ``TypedTableError/notFound``,
  ///   ``TypedTableError/conditionFailed(item:)``
  @discardableResult
  public func update(
    _ key: ModelKey<Model>, version: ExpectedVersion? = nil, if condition: ModelCondition<Model>? = nil,
    _ changes: (inout ModelUpdate<Model>) -> Void
  ) async throws(TypedTableError) -> Model {
    try await update(planned(key, version: version, if: condition, changes))
  }

  private func update(_ plan: UpdatePlan) async throws(TypedTableError) -> Model {
    let output: WriteOutput
    do throws(DynamoDBError) { output = try await client.send(plan.operation) } catch { throw plan.failure(error) }
    return try model(of: output.attributes ?? [:])
  }

  func planned(
    _ key: ModelKey<Model>, version: ExpectedVersion?, if condition: ModelCondition<Model>?,
    _ changes: (inout ModelUpdate<Model>) -> Void
  ) throws(TypedTableError) -> UpdatePlan {
    var update = ModelUpdate<Model>()
    changes(&update)
    if let failure = update.failure { throw .model(failure) }
    return try planned(key.checked(), update.update, version: version, if: condition)
  }

  func planned(
    _ model: Model, _ properties: [PartialKeyPath<Model>], if condition: ModelCondition<Model>?
  ) throws(TypedTableError) -> UpdatePlan {
    let item = try item(of: model)
    guard let key = Model.schema.key?.key(of: item) else { throw .invalid("\(Model.schema.name) has no key") }
    var update = Update()
    do throws(ModelError) {
      for property in properties {
        let attribute = try Model.attribute(of: property)
        try ModelUpdate<Model>.checkMayChange(attribute.schema)
        let path = DocumentPath(attribute.name)
        update = item[attribute.name].map { update.set(path, to: $0) } ?? update.remove(path)
      }
    } catch {
      throw .model(error)
    }
    let version = lifecycle.version.flatMap { item[$0]?.integer }.map { ExpectedVersion.exactly($0) }
    return try planned(key, update, version: version, if: condition)
  }

  private func planned(
    _ key: Item, _ update: Update, version: ExpectedVersion?, if condition: ModelCondition<Model>?
  ) throws(TypedTableError) -> UpdatePlan {
    guard !update.isEmpty else { throw .invalid("the update changes nothing") }
    if lifecycle.version != nil, version == nil {
      throw .invalid("the update of a \(Model.schema.name) has to say which version it is for, or that it is for any")
    }
    return UpdatePlan(
      operation: UpdateItem(
        table: name, key: key, update: lifecycle.raised(update, at: time.now),
        condition: try lifecycle.required(version: version, and: try self.condition(condition), mustExist: true),
        returnValues: .allNew, returnValuesOnConditionCheckFailure: .allOld),
      lifecycle: lifecycle, version: version)
  }
}

/// An update, and what its refusal means.
struct UpdatePlan: Sendable {
  var operation: UpdateItem
  let lifecycle: ItemLifecycle
  let version: ExpectedVersion?

  func failure(_ error: DynamoDBError) -> TypedTableError {
    guard case .conditionFailed(let item) = error else { return .client(error) }
    return lifecycle.refusal(of: item, version: version, mustExist: true)
  }
}
