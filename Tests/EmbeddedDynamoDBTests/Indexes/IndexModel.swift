import DynamoDB
import EmbeddedDynamoDB
import Testing

/// A table with indexes of every kind, and what each of them has to hold, told from a scan of the table alone.
enum IndexModel {
  static let indexes: [SecondaryIndex] = [
    .local("by-rank", partitionKey: .init("pk"), sortKey: .init("rank", .number)),
    .local(
      "by-bytes", partitionKey: .init("pk"), sortKey: .init("bytes", .binary), attributes: .including(["x"])),
    .global("by-tag", partitionKey: .init("tag"), attributes: .keys),
    .global("by-tag-and-rank", partitionKey: .init("tag"), sortKey: .init("rank", .number)),
    .global(
      "by-sort", partitionKey: .init("sk"), sortKey: .init("bytes", .binary), attributes: .including(["tag", "y"])),
  ]

  static func create(_ table: String = "indexed", indexes: [SecondaryIndex] = indexes) -> CreateTable {
    CreateTable(table: table, partitionKey: .init("pk"), sortKey: .init("sk"), indexes: indexes)
  }

  static func key(_ partition: Int, _ sort: Int) -> Item {
    ["pk": .string("p\(partition)"), "sk": .string("s\(sort)")]
  }

  /// An item that has some of the indexes' attributes and lacks others. Its bytes have zeros, which in an index's keys
  /// stand for their ends too.
  static func item(_ partition: Int, _ sort: Int, using generator: inout SeededGenerator) -> Item {
    var item = key(partition, sort)
    if Bool.random(using: &generator) { item["tag"] = .string("t\(Int.random(in: 0..<3, using: &generator))") }
    if Bool.random(using: &generator) { item["rank"] = .number(Int.random(in: -2..<3, using: &generator)) }
    if Bool.random(using: &generator) {
      let count = Int.random(in: 1..<4, using: &generator)
      item["bytes"] = .binary((0..<count).map { _ in [0, 1, 0xFF].randomElement(using: &generator) ?? 0 })
    }
    if Bool.random(using: &generator) { item["x"] = .number(Int.random(in: 0..<10, using: &generator)) }
    if Bool.random(using: &generator) { item["y"] = .string(String(repeating: "y", count: 5)) }
    return item
  }

  /// What an index has of an item; `nil` where it does not have it.
  static func held(_ item: Item, by index: SecondaryIndex) -> Item? {
    guard index.keySchema.attributes.allSatisfy({ item[$0.name] != nil }) else { return nil }
    let keys = ["pk", "sk"] + index.keySchema.attributes.map(\.name)
    return switch index.attributes {
    case .all: item
    case .keys: item.filter { keys.contains($0.key) }
    case .including(let names): item.filter { keys.contains($0.key) || names.contains($0.key) }
    }
  }

  /// All items of an index, page by page.
  static func all(_ index: SecondaryIndex, of table: String, limit: Int?, on engine: EmbeddedDynamoDB) async throws
    -> [Item]
  {
    try await pages(of: Scan(table: table, index: index.name, limit: limit), on: engine)
  }

  static func pages<Operation: PagedOperation>(
    of operation: Operation, on engine: EmbeddedDynamoDB
  ) async throws -> [Item] {
    var operation = operation
    var items: [Item] = []
    // Far more than any test has: pages that lead back to where they came from are to fail, not to go on for ever.
    for _ in 0..<1000 {
      let page = try await engine.send(operation)
      items += page.items
      operation.exclusiveStartKey = page.lastEvaluatedKey
      if page.lastEvaluatedKey == nil { return items }
    }
    Issue.record("the pages of \(operation) do not end")
    return items
  }
}

/// The same numbers in every run: SplitMix64.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
