import DynamoDB
import TableTheoryModels
import Testing

@Suite("Tables of models")
struct TableSchemaTests {
  private func model(_ name: String, _ change: (inout ModelSchema) -> Void = { _ in }) -> ModelSchema {
    var model = ModelSchema(
      name, table: "pages", naming: .snakeCase,
      attributes: [
        AttributeSchema("pk", type: .string, presence: .required, roles: [.partitionKey]),
        AttributeSchema("sk", type: .number, presence: .required, roles: [.sortKey]),
        AttributeSchema("author", type: .string), AttributeSchema("ttl", type: .number, roles: [.timeToLive]),
      ], indexes: [IndexSchema("by-author", key: KeySchema(partition: .init("author"), sort: .init("sk", .number)))])
    change(&model)
    return model
  }

  @Test("Models of one table share its key, its TTL and its indexes")
  func shared() throws {
    let plain = model("B") {
      $0.indexes = []
      $0.attributes.removeLast()
    }
    let table = try TableSchema([model("A"), plain])
    #expect(table.key == KeySchema(partition: .init("pk"), sort: .init("sk", .number)))
    #expect(table.timeToLive == "ttl")
    #expect(table.indexes.map(\.name) == ["by-author"])
    #expect(table.keyAttributes.map(\.name) == ["pk", "sk", "author"])
  }

  @Test("Models that disagree about their table are refused, with the place")
  func disagreeing() {
    let changes: [(String, (inout ModelSchema) -> Void)] = [
      ("B", { $0.table = "other" }),
      (
        "B",
        {
          $0.attributes[1].type = .string
          $0.indexes = []
        }
      ),
      ("B.expires", { $0.attributes[3].name = "expires" }),
      ("B, index by-author", { $0.indexes[0].projection = .keysOnly }),
    ]
    for (place, change) in changes {
      #expect { try TableSchema([model("A"), model("B", change)]) } throws: { ($0 as? SchemaError)?.place == place }
    }
    #expect(throws: SchemaError.self) { try TableSchema([]) }
  }

  @Test("Several tables, by name")
  func tables() throws {
    let tables = try TableSchema.tables(of: [model("A"), model("B") { $0.table = "articles" }, model("C")])
    #expect(tables.map(\.name) == ["articles", "pages"])
    #expect(tables.map { $0.models.map(\.name) } == [["B"], ["A", "C"]])
  }

  @Test("What is wrong with a model is named by its place")
  func problems() {
    let changes: [(String, (inout ModelSchema) -> Void)] = [
      ("A: has no attribute with the role pk", { $0.attributes[0].roles = [] }),
      ("A.sk: has the role pk, which pk has already", { $0.attributes[1].roles.append(.partitionKey) }),
      ("A.author: stands there twice", { $0.attributes.append(AttributeSchema("author", type: .string)) }),
      ("A.pk: is a key, which cannot be optional", { $0.attributes[0].presence = .optional }),
      ("A.ttl: is the TTL: epoch seconds, an N, not S", { $0.attributes[3].type = .string }),
      (
        "A.Headline: is not in snake_case, as the model's names are to be",
        { $0.attributes.append(AttributeSchema("Headline", type: .string)) }
      ),
      (
        "A.author: has the role index_pk:none, and there is no such index",
        { $0.attributes[2].roles = [.indexPartitionKey(index: "none")] }
      ),
      (
        "A, index by-author: its key writer is no attribute of the model",
        { $0.indexes[0].key.partition.name = "writer" }
      ),
      (
        "A.version: has the role version: the library always writes it, so it cannot be optional",
        {
          $0.attributes.append(AttributeSchema("version", type: .number, presence: .optional, roles: [.version]))
        }
      ),
    ]
    #expect(model("A").problems.isEmpty)
    for (description, change) in changes {
      #expect(model("A", change).problems.map(\.description) == [description])
    }
  }

  @Test("A role is read as it is written")
  func roles() {
    let roles: [AttributeRole] = [
      .partitionKey, .sortKey, .createdAt, .updatedAt, .version, .timeToLive, .indexPartitionKey(index: "a:b"),
      .indexSortKey(index: "c"),
    ]
    for role in roles { #expect(AttributeRole(role.description) == role) }
    for text in ["", "primary", "index_pk", "index_pk:", "PK"] { #expect(AttributeRole(text) == nil) }
  }
}
