import DynamoDB
import EmbeddedDynamoDB
import Synchronization
import TableTheory
import TableTheoryDocuments
import TableTheoryModels
import Testing

@testable import Command

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

@Suite("This package's rows as models")
struct PackageRowsTests {
  private let models = PackageRows.models(in: "pages")
  private let time = StillTime()
  private let engine = EmbeddedDynamoDB()

  @Test("They fit into one table, and are sound")
  func sound() throws {
    let table = try TableSchema(models)
    #expect(table.key == KeySchema(partition: .init("pk"), sort: .init("sk")))
    #expect(table.timeToLive == "ttl")
    #expect(models.flatMap(\.problems).isEmpty)
  }

  @Test("The document in docs/ is this one, byte for byte")
  func shipped() throws {
    // Tests/CommandTests/Model/PackageRowsTests.swift
    let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4).joined(separator: "/")
    let text = try String(contentsOfFile: root + "/docs/tabletheory.dms.yaml", encoding: .utf8)
    #expect(text == DMSDocument(models, namespace: PackageRows.namespace).yaml)
    #expect(try DMSFile(text).differences(from: models).isEmpty)
  }

  @Test("What the code writes is what they say, and all that they say is written by the code")
  func rows() async throws {
    try await CacheTable("pages", on: engine, time: time).createIfMissing()
    for layout in CacheLayout.allCases { try await write(layout) }
    try await writeTags()
    try await writeRequests()
    var written: [String: Set<String>] = [:]
    var templates: [String: Set<String>] = [:]
    for item in try await engine.send(Scan(table: "pages")).items {
      let sort = try #require(item["sk"]?.string)
      let found = models.filter { $0.attribute(with: .sortKey)?.templates.contains { $0.matches(sort) } == true }
      let model = try #require(found.first, "no model has \(sort)")
      #expect(found.count == 1)
      check(item, model)
      written[model.name, default: []].formUnion(item.keys)
      let partition = try #require(item["pk"]?.string)
      let partitions = model.attribute(with: .partitionKey)?.templates.filter { $0.matches(partition) } ?? []
      #expect(partitions.count == 1, "\(partition)")
      templates[model.name, default: []].formUnion(partitions.map(\.description))
    }
    for model in models {
      #expect(Set(model.attributes.map(\.name)) == written[model.name], "\(model.name)")
      let all = Set(model.attribute(with: .partitionKey)?.templates.map(\.description) ?? [])
      #expect(templates[model.name] == all, "\(model.name)")
    }
  }

  private func check(_ item: Item, _ model: ModelSchema) {
    for (name, value) in item {
      let attribute = model.attribute(name)
      #expect(attribute?.type.rawValue == value.typeName, "\(model.name).\(name)")
      if attribute?.format != nil { #expect(value.number?.description.contains(".") == false, "\(model.name).\(name)") }
    }
    for attribute in model.attributes where attribute.presence == .required {
      #expect(item[attribute.name] != nil, "\(model.name).\(attribute.name) of \(item)")
    }
  }

  // MARK: Rows of all kinds

  private func write(_ layout: CacheLayout) async throws {
    let pages = CacheTable("pages", on: engine, layout: layout, leases: .init(owner: "test"), time: time)
    for tenant in [nil, "acme"] {
      let key = CacheKey("\(layout)", tenant: tenant)
      try await pages.invalidate(tag: CacheTag("news", tenant: tenant), .soft)
      for _ in 1...2 {
        // Kept, and its row tells of an invalidation before the first publication.
        var lease = try await pages.leases.acquire(key, for: .seconds(10))
        _ = try await pages.invalidate(key, .hard)
        try await pages.leases.release(lease)
        lease = try await pages.leases.acquire(key, for: .seconds(10))
        let publication = Publication(
          objectKey: "a", revalidateAfter: .seconds(60), etag: "e", status: 200, contentType: "text/html",
          headers: ["link": "x"], renderTime: .milliseconds(5), deployID: "42", tags: ["news"], recipe: .keepingVersions
        )
        let regenerated = Regenerator(pages)
        try await pages.leases.release(lease)
        _ = try await regenerated.entry(for: key) { _ in publication }
        time.advance(by: .seconds(60))
      }
      _ = try await pages.leases.acquire(key, for: .seconds(10))
    }
  }

  private func writeTags() async throws {
    let pages = CacheTable("pages", on: engine, configuration: .init(tagShards: 2), time: time)
    for tenant in [nil, "acme"] {
      for tag in [CacheTag("news", tenant: tenant), .deploy("42", tenant: tenant)] {
        try await pages.invalidate(tag: tag, .hard)
      }
    }
  }

  private func writeRequests() async throws {
    let requests = IdempotencyStore(
      table: "pages", on: engine, results: MemoryBodyStore(time: time), configuration: .init(largestInlineResult: 10),
      time: time)
    let payload = try IdempotencyPayload(json: Array("{}".utf8))
    for tenant in [nil, "acme"] {
      let partition = CacheKey("home", tenant: tenant)
      _ = try await requests.begin(IdempotencyKey("begun", on: partition), payload: payload)
      for (id, result) in [("small", "a"), ("large", "a result too large for its row")] {
        guard
          case .started(let claim) = try await requests.begin(IdempotencyKey(id, on: partition), payload: payload)
        else { continue }
        try await requests.complete(claim, with: result)
      }
      _ = try? await requests.perform(
        IdempotencyKey("refused", on: partition), payload: payload, replaying: { _ in true }
      ) { _ throws(Refused) -> String in throw Refused() }
    }
  }
}

private struct Refused: Error, Codable {}

extension AttributeValue {
  fileprivate var typeName: String {
    switch self {
    case .string: "S"
    case .number: "N"
    case .binary: "B"
    case .bool: "BOOL"
    case .null: "NULL"
    case .list: "L"
    case .map: "M"
    case .stringSet: "SS"
    case .numberSet: "NS"
    case .binarySet: "BS"
    }
  }
}

extension KeyTemplate {
  /// Values hold no `#`, save for one at the end.
  fileprivate func matches(_ key: String) -> Bool {
    var rest = Substring(key)
    for (index, part) in parts.enumerated() {
      switch part {
      case .text(let text):
        guard rest.hasPrefix(text) else { return false }
        rest = rest.dropFirst(text.count)
      case .value: rest = index == parts.count - 1 ? "" : rest.drop { $0 != "#" }
      }
    }
    return rest.isEmpty
  }
}
