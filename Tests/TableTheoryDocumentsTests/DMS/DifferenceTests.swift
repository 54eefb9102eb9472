import DynamoDB
import TableTheoryDocuments
import TableTheoryModels
import Testing

@Suite("A document against models")
struct DifferenceTests {
  /// How a change of the models reads.
  private func differences(_ change: (inout ModelSchema) -> Void) throws -> [SchemaDifference] {
    var model = Article.schema
    change(&model)
    return try DMSFile(DMSDocument([Article.schema]).yaml).differences(from: [model])
  }

  @Test("Equal models have none, whatever the order and the properties")
  func equal() throws {
    #expect(try differences { _ in }.isEmpty)
    #expect(try differences { $0.attributes.reverse() }.isEmpty)
    #expect(try differences { $0.attributes[2].property = "title" }.isEmpty)
    #expect(try differences { $0.attributes[7].presence = .required }.isEmpty)
    #expect(try differences { $0.indexes.reverse() }.isEmpty)
  }

  @Test("Every property that is another is named, with its line")
  func different() throws {
    let changes: [(String, (inout ModelSchema) -> Void)] = [
      ("Article: table is articles in the document and posts in the models", { $0.table = "posts" }),
      ("Article: naming is snake_case in the document and not said in the models", { $0.naming = nil }),
      ("Article.headline: type is S in the document and N in the models", { $0.attributes[2].type = .number }),
      (
        "Article.headline: presence is required in the document and optional in the models",
        { $0.attributes[2].presence = .optional }
      ),
      (
        "Article.tags: omit_empty is true in the document and false in the models",
        { $0.attributes[4].omitsEmpty = false }
      ),
      ("Article.body: json is true in the document and false in the models", { $0.attributes[5].isJSON = false }),
      (
        "Article.thumbnail: binary is true in the document and false in the models",
        { $0.attributes[6].isBinary = false }
      ),
      (
        "Article.thumbnail: encryption is false in the document and true in the models",
        { $0.attributes[6].isEncrypted = true }
      ),
      ("Article.ttl: roles is ttl in the document and not said in the models", { $0.attributes[9].roles = [] }),
      (
        "Article.ttl: format is unix_seconds in the document and int in the models",
        { $0.attributes[9].format = .integer }
      ),
      (
        "Article.sk: key_templates is ARTICLE in the document and POST in the models",
        { $0.attributes[1].templates = [.constant("POST")] }
      ),
      ("Article.author is in the document, not in the models", { $0.attributes.remove(at: 3) }),
      (
        "Article.footer is in the models, not in the document",
        { $0.attributes.append(AttributeSchema("footer", type: .string)) }
      ),
      ("Article, index by-author: type is GSI in the document and LSI in the models", { $0.indexes[0].kind = .local }),
      (
        "Article, index by-author: sort is created_at S in the document and not said in the models",
        { $0.indexes[0].key.sort = nil }
      ),
      (
        "Article, index by-author: projection is INCLUDE headline in the document and ALL in the models",
        { $0.indexes[0].projection = .all }
      ),
      ("Article, index by-author is in the document, not in the models", { $0.indexes.remove(at: 0) }),
    ]
    for (description, change) in changes {
      let found = try differences(change)
      #expect(found.map(\.description) == [description])
      #expect(found.first?.line != nil)
    }
  }

  @Test("Models that only one side has")
  func models() throws {
    let file = try DMSFile(DMSDocument([Article.schema]).yaml)
    var other = Article.schema
    other.name = "Post"
    #expect(
      file.differences(from: [other]).map(\.description) == [
        "Article is in the document, not in the models", "Post is in the models, not in the document",
      ])
  }
}
