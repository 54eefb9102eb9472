public import DynamoDB

/// Some properties of an item: what a read with a projection brings.
///
///     let partial = try await articles.get(key, only: \.headline, \.version)
///     let headline = try partial?[\.headline]
public struct PartialModel<Model: TableModel>: Sendable {
  /// What was read, as it is stored.
  public let item: Item
  let names: Set<String>

  /// A property's value.
  ///
  /// - Throws: ``TypedTableError/invalid(_:)`` where it was not asked for, ``TypedTableError/model(_:)`` where what is stored
  ///   is none of its values.
  public subscript<Value>(keyPath: KeyPath<Model, Value>) -> Value {
    get throws(TypedTableError) {
      do throws(ModelError) {
        let attribute = try Model.attribute(of: keyPath)
        guard names.contains(attribute.name) else {
          throw ModelError(model: Model.schema.name, attribute: attribute.name, reason: "it was not asked for")
        }
        return try attribute.value(of: item[attribute.name])
      } catch {
        throw .model(error)
      }
    }
  }
}

extension TypedTable {
  /// Reads some properties of an item. It costs what the whole item costs; less is sent.
  ///
  /// - Returns: `nil` where there is no item.
  public func get(
    _ key: ModelKey<Model>, only properties: PartialKeyPath<Model>..., consistentRead: Bool = false
  ) async throws(TypedTableError) -> PartialModel<Model>? {
    let names = try ProjectedNames<Model>(properties)
    let output = try await send(
      GetItem(table: name, key: key.checked(), consistentRead: consistentRead, projection: names.projection))
    return output.item.map { PartialModel(item: $0, names: names.names) }
  }
}

extension ModelSequence where Element: TableModel, Operation == Query {
  /// The same, with these properties alone.
  public func only(_ properties: PartialKeyPath<Element>...) -> ModelSequence<PartialModel<Element>, Query> {
    projected(properties) { query, projection in query.projection = projection }
  }
}

extension ModelSequence where Element: TableModel, Operation == Scan {
  /// The same, with these properties alone.
  public func only(_ properties: PartialKeyPath<Element>...) -> ModelSequence<PartialModel<Element>, Scan> {
    projected(properties) { scan, projection in scan.projection = projection }
  }
}

extension ModelSequence where Element: TableModel {
  fileprivate func projected(
    _ properties: [PartialKeyPath<Element>], _ set: (inout Operation, Projection) -> Void
  ) -> ModelSequence<PartialModel<Element>, Operation> {
    var request = pages.request
    var names: Set<String> = []
    do throws(TypedTableError) {
      var operation = try request.get()
      let projected = try ProjectedNames<Element>(properties)
      names = projected.names
      set(&operation, projected.projection)
      request = .success(operation)
    } catch {
      request = .failure(error)
    }
    let asked = names
    return ModelSequence<PartialModel<Element>, Operation>(
      pages: ModelPages(
        client: pages.client, request: request,
        read: { (item) throws(TypedTableError) in PartialModel(item: item, names: asked) }))
  }
}

/// The stored names of properties.
struct ProjectedNames<Model: TableModel> {
  let names: Set<String>

  init(_ properties: [PartialKeyPath<Model>]) throws(TypedTableError) {
    guard !properties.isEmpty else { throw .invalid("a projection names at least one property") }
    var names: Set<String> = []
    for property in properties {
      do throws(ModelError) { names.insert(try Model.attribute(of: property).name) } catch { throw .model(error) }
    }
    self.names = names
  }

  var projection: Projection { Projection(names.sorted().map { DocumentPath($0) }) }
}
