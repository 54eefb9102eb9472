public import DynamoDB

/// Several items of several models, in several tables, as they were at one moment.
///
///     var snapshot = TableSnapshot(on: client)
///     let article = try snapshot.get(Article.key(pk: "a", sk: "1"), in: articles)
///     let counter = try snapshot.get(Counter.key(name: "articles"), in: counters)
///     let read = try await snapshot.read()
///     try read[article]?.headline
///
/// Up to 100 items. Costs two read units for each 4 KB of each.
public struct TableSnapshot: Sendable {
  private let client: any DynamoDBClient
  private var gets: [TransactGetItems.Get] = []

  /// The place of an item in a snapshot.
  public struct Place<Model: TableModel>: Sendable {
    let index: Int
  }

  /// The items of a snapshot.
  public struct Items: Sendable {
    let items: [Item?]

    /// The item of a place, or `nil` where there was none.
    ///
    /// - Throws: ``TypedTableError/model(_:)`` where it is none of the model's.
    public subscript<Model>(place: Place<Model>) -> Model? {
      get throws(TypedTableError) {
        guard items.indices.contains(place.index), let item = items[place.index] else { return nil }
        do throws(ModelError) { return try Model(item: item) } catch { throw .model(error) }
      }
    }
  }

  /// An empty snapshot.
  public init(on client: any DynamoDBClient) { self.client = client }

  /// Adds an item to what is read.
  public mutating func get<Model>(
    _ key: ModelKey<Model>, in table: TypedTable<Model>
  ) throws(TypedTableError) -> Place<Model> {
    gets.append(TransactGetItems.Get(table: table.name, key: try key.checked()))
    return Place(index: gets.count - 1)
  }

  /// Reads them in one request.
  ///
  /// - Throws: ``TypedTableError/client(_:)``, a transaction's conflict among them.
  public func read() async throws(TypedTableError) -> Items {
    guard !gets.isEmpty else { return Items(items: []) }
    do throws(DynamoDBError) {
      return Items(items: try await client.send(TransactGetItems(gets)).items)
    } catch {
      throw .client(error)
    }
  }
}
