import DynamoDB
import TableTheoryDocuments
import TableTheoryModels
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

@Suite("DMS documents")
struct DMSDocumentTests {
  @Test("A document is these bytes, whoever writes it")
  func bytes() {
    let model = ModelSchema(
      "Page", table: "pages", naming: .snakeCase,
      attributes: [
        AttributeSchema(
          "pk", type: .string, presence: .required, roles: [.partitionKey], templates: [.constant("a\"{b}")]),
        AttributeSchema(
          "ttl", type: .number, presence: .optional, roles: [.timeToLive], format: .unixSeconds, omitsEmpty: true),
      ],
      indexes: [IndexSchema("by-ttl", key: KeySchema(partition: .init("ttl", .number)))])
    #expect(
      DMSDocument([model], namespace: "acme").yaml == """
        dms_version: "0.1"
        namespace: "acme"
        models:
          - name: "Page"
            table: { name: "pages" }
            naming: { convention: "snake_case" }
            keys: { partition: { attribute: "pk", type: "S" } }
            attributes:
              - { attribute: "pk", type: "S", required: true, roles: ["pk"], tags: { key_templates: ["a\\"{{b}}"] } }
              - { attribute: "ttl", type: "N", format: "unix_seconds", roles: ["ttl"], optional: true, omit_empty: true }
            indexes:
              - { name: "by-ttl", type: "GSI", partition: { attribute: "ttl", type: "N" }, projection: { type: "ALL" } }

        """)
  }

  @Test("Roles have one order, whatever order they were given in")
  func roles() {
    let roles: [AttributeRole] = [
      .timeToLive, .indexSortKey(index: "a"), .indexPartitionKey(index: "b"), .indexPartitionKey(index: "a"), .sortKey,
    ]
    let text = #"roles: ["sk", "index_pk:a", "index_pk:b", "index_sk:a", "ttl"]"#
    for roles in [roles, roles.reversed()] {
      let model = ModelSchema(
        "A", table: "a", naming: nil, attributes: [AttributeSchema("a", type: .number, roles: roles)])
      #expect(DMSDocument([model]).yaml.contains(text))
    }
  }

  @Test("The documentation's example")
  func documentation() throws {
    let article = ModelSchema(
      "Article", table: "articles", naming: .snakeCase,
      attributes: [
        AttributeSchema("pk", type: .string, presence: .required, roles: [.partitionKey]),
        AttributeSchema("sk", type: .string, presence: .required, roles: [.sortKey], templates: [.constant("ARTICLE")]),
        AttributeSchema("headline", type: .string, presence: .required),
        AttributeSchema("ttl", type: .number, presence: .optional, roles: [.timeToLive], format: .unixSeconds),
      ])
    let document = DMSDocument([article], namespace: "acme.pages")
    let service = try DMSFile(document.yaml)
    #expect(service.differences(from: [article]).isEmpty)
  }

  @Test("What is written is read back, as YAML and as JSON, and written again as the same bytes")
  func roundTrip() throws {
    let document = DMSDocument([Article.schema], namespace: "acme.pages")
    var expected = document
    for index in expected.models[0].attributes.indices { expected.models[0].attributes[index].property = nil }
    #expect(try DMSDocument(document.yaml) == expected)
    #expect(try DMSDocument(document.json) == expected)
    #expect(try DMSDocument(document.value.compactJSON) == expected)
    #expect(try DMSDocument(document.yaml).yaml == document.yaml)
  }

  @Test(
    "Names of any characters survive",
    arguments: ["\u{1}", "\u{85}", "é\u{2028}", "a: b # c", "'\"\\", "😀"])
  func characters(name: String) throws {
    let document = DMSDocument([Article.schema], namespace: name)
    #expect(try DMSDocument(document.yaml).namespace == name)
    #expect(try DMSDocument(document.json).namespace == name)
  }

  @Test("JSON that escapes what it may, and is indented by tabs, is read")
  func escapedJSON() throws {
    let json = DMSDocument([Article.schema], namespace: "here").value.json.replacing("  ", with: "\t")
    let escaped = json.replacing("\"here\"", with: #""\ud83d\ude00\/\u00e9\\ud83d\\ude00\n""#)
    #expect(try DMSDocument(escaped).namespace == #"😀/é\ud83d\ude00"# + "\n")
    // Half a pair is no character.
    #expect(throws: DocumentError.self) { try DMSDocument(json.replacing("here", with: #"\ud83d"#)) }
  }

  @Test(
    "The contract's own models are read",
    .enabled(
      if: FileManager.default.fileExists(atPath: Self.contract), "the contract's files are not beside the package"),
    arguments: ["user", "order"])
  func contractModels(name: String) throws {
    let text = try String(contentsOfFile: "\(Self.contract)/\(name).yml", encoding: .utf8)
    let file = try DMSFile(text)
    let model = try #require(file.document.models.first)
    #expect(model.naming == .camelCase)
    #expect(model.key == KeySchema(partition: .init("PK"), sort: .init("SK")))
    #expect(model.attribute(with: .timeToLive)?.name == "ttl")
    #expect(model.attribute(with: .version)?.format == .integer)
    #expect(model.indexes.count == 1)
    #expect(file.differences(from: [model]).isEmpty)
    #expect(try DMSDocument(DMSDocument([model]).yaml).models == [model])
  }

  /// Beside the package, where there is one.
  static let contract =
    // Tests/TableTheoryDocumentsTests/DMS/DMSDocumentTests.swift
    #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(5).joined(separator: "/")
    + "/shared/contract-tests/dms/v0.1/models"
}
