import DynamoDB
import Testing

@Suite("A store: queries and scans, page by page")
struct StorePageTests {
  /// Two partitions of `count` items with the numbers 0, 1, 2 ...
  private func fill(_ table: String, on client: any DynamoDBClient, count: Int) async throws {
    for partition in ["a", "b"] {
      for number in 0..<count {
        try await client.putItem(Self.item(partition, number), into: table)
      }
    }
  }

  private static func item(_ partition: String, _ number: Int) -> Item {
    ["pk": .string(partition), "sk": .string("item-\(10 + number)"), "n": .number(number)]
  }

  private func pages(of query: Query, on client: any DynamoDBClient) async throws -> [PageOutput] {
    var query = query
    var pages: [PageOutput] = []
    repeat {
      pages.append(try await client.send(query))
      query.exclusiveStartKey = pages.last?.lastEvaluatedKey
    } while query.exclusiveStartKey != nil
    return pages
  }

  private func pages(of scan: Scan, on client: any DynamoDBClient) async throws -> [PageOutput] {
    var scan = scan
    var pages: [PageOutput] = []
    repeat {
      pages.append(try await client.send(scan))
      scan.exclusiveStartKey = pages.last?.lastEvaluatedKey
    } while scan.exclusiveStartKey != nil
    return pages
  }

  @Test("However long the pages, a query sees its partition once and in order", arguments: Store.all)
  func queryPages(store: Store) async throws {
    try await withTable(store) { client, table async throws in
      try await fill(table, on: client, count: 12)
      let expected = (0..<12).map { Self.item("a", $0) }
      for limit in [1, 5, 12, 100] {
        for forward in [true, false] {
          let query = Query(
            table: table, keyCondition: KeyCondition(partition: "pk", equals: "a"), consistentRead: true,
            scanForward: forward, limit: limit)
          let items = try await pages(of: query, on: client).flatMap(\.items)
          #expect(items == (forward ? expected : expected.reversed()), "\(limit)")
        }
      }
    }
  }

  @Test("A filter takes away from pages that the limit has cut", arguments: Store.all)
  func filteredPages(store: Store) async throws {
    try await withTable(store) { client, table async throws in
      try await fill(table, on: client, count: 12)
      let query = Query(
        table: table, keyCondition: KeyCondition(partition: "pk", equals: "a"), filter: DocumentPath("n") >= 9,
        consistentRead: true, limit: 4)
      let pages = try await pages(of: query, on: client)
      #expect(pages.flatMap(\.items) == (9..<12).map { Self.item("a", $0) })
      // Two pages in which nothing is left: a page's emptiness is not the end.
      #expect(pages.prefix(2).allSatisfy { $0.items.isEmpty && $0.scannedCount == 4 && $0.lastEvaluatedKey != nil })
      #expect(pages.map(\.count).reduce(0, +) == 3)
      #expect(pages.map(\.scannedCount).reduce(0, +) == 12)
    }
  }

  @Test("Every kind of sort range", arguments: Store.all)
  func sortRanges(store: Store) async throws {
    try await withTable(store) { client, table async throws in
      try await fill(table, on: client, count: 12)
      let ranges: [(KeyCondition.SortRange, Range<Int>)] = [
        (.equal("item-12"), 2..<3), (.less("item-12"), 0..<2), (.lessOrEqual("item-12"), 0..<3),
        (.greater("item-20"), 11..<12), (.greaterOrEqual("item-20"), 10..<12),
        (.between("item-12", "item-14"), 2..<5), (.beginsWith("item-2"), 10..<12),
      ]
      for (range, expected) in ranges {
        let query = Query(
          table: table, keyCondition: KeyCondition(partition: "pk", equals: "a", sort: "sk", range),
          consistentRead: true)
        #expect(try await client.send(query).items == expected.map { Self.item("a", $0) }, "\(range)")
      }
    }
  }

  @Test("A scan sees every item once, whatever its pages and segments", arguments: Store.all)
  func scanPages(store: Store) async throws {
    try await withTable(store) { client, table async throws in
      try await fill(table, on: client, count: 10)
      let expected = Set(["a", "b"].flatMap { partition in (0..<10).map { Self.item(partition, $0) } })
      for limit in [1, 7, 100] {
        let scan = Scan(table: table, consistentRead: true, limit: limit)
        let items = try await pages(of: scan, on: client).flatMap(\.items)
        #expect(items.count == 20)
        #expect(Set(items) == expected)
      }
      var items: [Item] = []
      for index in 0..<3 {
        let scan = Scan(table: table, consistentRead: true, limit: 3, segment: .init(index: index, total: 3))
        items += try await pages(of: scan, on: client).flatMap(\.items)
      }
      #expect(items.count == 20)
      #expect(Set(items) == expected)
    }
  }

  @Test("A page ends at 1 MB", arguments: Store.all)
  func largePages(store: Store) async throws {
    try await withTable(store) { client, table async throws in
      let filling = AttributeValue.string(String(repeating: "x", count: 300_000))
      for number in 0..<8 {
        try await client.putItem(["pk": "a", "sk": .string("\(number)"), "x": filling], into: table)
      }
      let query = Query(table: table, keyCondition: KeyCondition(partition: "pk", equals: "a"), consistentRead: true)
      let pages = try await pages(of: query, on: client)
      if store.keeps(.pagesEndAt1MB) { #expect(pages.count > 1) }
      #expect(pages.flatMap(\.items).map { $0["sk"] } == (0..<8).map { .string("\($0)") })
    }
  }

  @Test("Only the count, and only some attributes", arguments: Store.all)
  func selection(store: Store) async throws {
    try await withTable(store) { client, table async throws in
      try await fill(table, on: client, count: 5)
      let key = KeyCondition(partition: "pk", equals: "a")
      let count = try await client.send(
        Query(
          table: table, keyCondition: key, filter: DocumentPath("n") > 2, select: .count, consistentRead: true))
      #expect(count.items.isEmpty)
      #expect(count.count == 2)
      #expect(count.scannedCount == 5)
      let some = try await client.send(
        Query(table: table, keyCondition: key, projection: ["n"], consistentRead: true, limit: 1))
      #expect(some.items == [["n": 0]])
      #expect(some.lastEvaluatedKey == ["pk": "a", "sk": "item-10"])
    }
  }
}
