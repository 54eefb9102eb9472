import TableTheoryDocuments
import TableTheoryModels
import Testing

/// The example of docs/models-for-other-languages.md, as it stands there.
struct ModelGuideTests {
  private static var text: String {
    get throws { DMSDocument([try article], namespace: "acme.pages").yaml }
  }

  private static var article: ModelSchema {
    get throws {
      let article = ModelSchema(
        "Article", table: "articles", naming: .snakeCase,
        attributes: [
          AttributeSchema("pk", type: .string, presence: .required, roles: [.partitionKey]),
          AttributeSchema(
            "sk", type: .string, presence: .required, roles: [.sortKey], templates: [.constant("ARTICLE")]),
          AttributeSchema("headline", type: .string, presence: .required),
          AttributeSchema("ttl", type: .number, presence: .optional, roles: [.timeToLive], format: .unixSeconds),
        ])
      return article
    }
  }

  @Test("A document is written, read and compared")
  func document() throws {
    let (article, text) = (try Self.article, try Self.text)

    let document = DMSDocument([article], namespace: "acme.pages")
    print(document.yaml)  // or .json, or .jsonSchema.json

    let service = try DMSFile(text)  // DocumentError: the line, and what is wrong
    for difference in service.differences(from: [article]) { print(difference.line ?? 0, difference) }

    #expect(service.differences(from: [article]).isEmpty)
  }
}
