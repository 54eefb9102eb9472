public import DynamoDB

/// One model's items in a table.
///
///     let articles = TypedTable<Article>(on: client)
///     let article = try await articles.create(Article(pk: "a", sk: "1", headline: "x"))
///     let read = try await articles.get(Article.key(pk: "a", sk: "1"))
///
/// Several models may be in one table, each with a typed table of its own. The value is cheap and can be made where it is
/// needed. Every call is one request, save for the batches, and says what it costs.
public struct TypedTable<Model: TableModel>: Sendable {
  /// The table's name.
  public let name: String
  /// What carries its operations out.
  public let client: any DynamoDBClient
  let time: any TimeSource
  let lifecycle: ItemLifecycle

  /// - Parameters:
  ///   - client: DynamoDB, its embedded engine, or anything wrapped around either.
  ///   - name: the table; the one that the model names where nothing is said.
  ///   - time: where the moments of creation and change come from.
  public init(on client: any DynamoDBClient, named name: String? = nil, time: any TimeSource = .system) {
    self.client = client
    self.name = name ?? Model.schema.table
    self.time = time
    lifecycle = ItemLifecycle(Model.schema)
  }
}

extension TypedTable {
  /// Creates the table that the model needs, its indexes with it and with on-demand capacity, if it is missing.
  ///
  /// For tests and for one machine. On DynamoDB itself, infrastructure is made from the model's schema. Where other models
  /// with indexes are in the table, it is made for all of them: ``TableSchema/createTable``.
  ///
  /// - Throws: ``TypedTableError/client(_:)``; ``TypedTableError/invalid(_:)`` where the model's schema is not sound.
  public func createTableIfMissing() async throws(TypedTableError) {
    let schema: TableSchema
    do throws(SchemaError) { schema = try TableSchema([Model.schema]) } catch { throw .invalid(error.description) }
    var table = schema.createTable
    table.table = name
    do throws(DynamoDBError) { _ = try await client.createTableIfMissing(table) } catch { throw .client(error) }
  }

  /// One operation, with the client's errors as this table's.
  func send<Operation: DynamoDBOperation>(_ operation: Operation) async throws(TypedTableError) -> Operation.Output {
    do throws(DynamoDBError) { return try await client.send(operation) } catch { throw .client(error) }
  }

  func model(of item: Item) throws(TypedTableError) -> Model {
    do throws(ModelError) { return try Model(item: item) } catch { throw .model(error) }
  }

  func item(of model: Model) throws(TypedTableError) -> Item {
    do throws(ModelError) { return try model.storedItem() } catch { throw .model(error) }
  }

  func condition(_ condition: ModelCondition<Model>?) throws(TypedTableError) -> Condition? {
    do throws(ModelError) { return try condition?.condition() } catch { throw .model(error) }
  }
}
