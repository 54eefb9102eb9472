public import DynamoDB

extension TypedTable {
  /// The items of one partition in the order of their sort keys. Costs half a read unit for each 4 KB that is read, a whole
  /// one where the reads are consistent.
  ///
  ///     for try await article in articles.query(Article.partition(pk: "a"), sort: .beginsWith("2026-")) { ... }
  ///
  /// Without `sort`, a model whose sort keys are constant, or all begin alike, gets its own items alone, also where other
  /// models are in the partition.
  ///
  /// - Parameters:
  ///   - consistentRead: sees every write that was acknowledged before.
  ///   - partition: the partition key.
  ///   - sort: a range of sort keys.
  ///   - filter: what of the items read is returned; it does not change the cost.
  ///   - order: of the sort keys.
  ///   - pageSize: how many items are read for one page at most.
  ///   - cursor: where an earlier page ended.
  /// - Returns: A sequence that sends nothing before it is iterated; what is wrong with the call is thrown then.
  public func query(
    _ partition: ModelPartition<Model>, sort: KeyCondition.SortRange? = nil,
    where filter: ModelCondition<Model>? = nil, order: PageCursor.Sort = .ascending, consistentRead: Bool = false,
    pageSize: Int? = nil, from cursor: PageCursor? = nil
  ) -> ModelSequence<Model, Query> {
    sequence { () throws(TypedTableError) in
      guard let key = Model.schema.key else { throw .invalid("\(Model.schema.name) has no key") }
      let query = Query(
        table: name,
        keyCondition: try keyCondition(on: key, partition.value, sort ?? Model.schema.ownSortKeys),
        filter: try condition(filter), consistentRead: consistentRead, scanForward: order == .ascending, limit: pageSize
      )
      return try query.resumed(at: cursor)
    }
  }

  /// The items of one partition of an index. Costs half a read unit for each 4 KB that is read.
  ///
  /// The index has to have all attributes of the model. Items of other models are filtered out where the model's keys say
  /// which they are.
  ///
  /// - Parameters:
  ///   - order: of the sort key.
  ///   - pageSize: how many items are read for a page, before the filter.
  ///   - cursor: where to begin.
  ///   - index: the name of one of the model's indexes.
  ///   - value: the value of the index's partition key.
  ///   - sort: a range of the index's sort keys.
  ///   - filter: as in ``query(_:sort:where:order:consistentRead:pageSize:from:)``, and the rest too.
  public func query(
    index: String, _ value: some AttributeConvertible, sort: KeyCondition.SortRange? = nil,
    where filter: ModelCondition<Model>? = nil, order: PageCursor.Sort = .ascending, pageSize: Int? = nil,
    from cursor: PageCursor? = nil
  ) -> ModelSequence<Model, Query> {
    sequence { () throws(TypedTableError) in
      guard let schema = Model.schema.indexes.first(where: { $0.name == index }) else {
        throw .invalid("\(Model.schema.name) has no index \(index)")
      }
      let own = Model.schema.ownKeys(except: schema.key.attributes.map(\.name))
      let query = Query(
        table: name, index: index,
        keyCondition: try keyCondition(on: schema.key, value.attributeValue ?? .null, sort),
        filter: both(own, try condition(filter)), scanForward: order == .ascending, limit: pageSize)
      return try query.resumed(at: cursor)
    }
  }

  /// All items of the model, in no order. Costs half a read unit for each 4 KB of the whole table, whatever the filter says.
  ///
  /// Items of other models are filtered out where the model's keys say which they are.
  public func scan(
    where filter: ModelCondition<Model>? = nil, consistentRead: Bool = false, pageSize: Int? = nil,
    segment: Scan.Segment? = nil, from cursor: PageCursor? = nil
  ) -> ModelSequence<Model, Scan> {
    sequence { () throws(TypedTableError) in
      let scan = Scan(
        table: name, filter: both(Model.schema.ownKeys(except: []), try condition(filter)),
        consistentRead: consistentRead, limit: pageSize, segment: segment)
      return try scan.resumed(at: cursor)
    }
  }

  private func sequence<Operation: PagedOperation>(
    _ make: () throws(TypedTableError) -> Operation
  ) -> ModelSequence<Model, Operation> {
    let request: Result<Operation, TypedTableError>
    do throws(TypedTableError) { request = .success(try make()) } catch { request = .failure(error) }
    let table = self
    return ModelSequence(
      pages: ModelPages(
        client: client, request: request,
        read: { (item) throws(TypedTableError) in try table.model(of: item) }))
  }

  private func keyCondition(
    on key: KeySchema, _ value: AttributeValue, _ sort: KeyCondition.SortRange?
  ) throws(TypedTableError) -> KeyCondition {
    guard let sort else { return KeyCondition(partition: key.partition.name, equals: value) }
    guard let attribute = key.sort?.name else { throw .invalid("there is no sort key that could have a range") }
    return KeyCondition(partition: key.partition.name, equals: value, sort: attribute, sort)
  }

  private func both(_ left: Condition?, _ right: Condition?) -> Condition? {
    guard let left, let right else { return left ?? right }
    return left && right
  }
}

extension PagedOperation {
  fileprivate func resumed(at cursor: PageCursor?) throws(TypedTableError) -> Self {
    guard let cursor else { return self }
    do throws(PageCursorError) { return try resumed(at: cursor) } catch { throw .cursor(error) }
  }
}

extension ModelSchema {
  /// The sort keys that the model's items have, where they are a range.
  fileprivate var ownSortKeys: KeyCondition.SortRange? {
    guard let attribute = attribute(with: .sortKey), attribute.templates.count == 1 else { return nil }
    let template = attribute.templates[0]
    if let text = template.constantText { return .equal(.string(text)) }
    return template.prefix.isEmpty ? nil : .beginsWith(.string(template.prefix))
  }

  /// What the model's keys, and no others, fulfil; `nil` where their texts do not say.
  fileprivate func ownKeys(except names: [String]) -> Condition? {
    var condition: Condition?
    for attribute in attributes where !attribute.templates.isEmpty && !names.contains(attribute.name) {
      let path = DocumentPath(attribute.name)
      var any: Condition?
      for template in attribute.templates {
        let one: Condition
        if let text = template.constantText {
          one = path == .string(text)
        } else if !template.prefix.isEmpty {
          one = path.begins(with: .string(template.prefix))
        } else {
          any = nil
          break
        }
        any = any.map { $0 || one } ?? one
      }
      guard let any else { continue }
      condition = condition.map { $0 && any } ?? any
    }
    return condition
  }
}
