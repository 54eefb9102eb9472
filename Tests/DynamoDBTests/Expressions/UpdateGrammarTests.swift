import Testing

@testable import DynamoDB

@Suite("The text of an update, a projection or a key condition becomes its tree")
struct UpdateGrammarTests {
  private let names = ["#s": "status", "#odd": "a.b c"]
  private let values: [String: AttributeValue] = [
    ":one": 1, ":set": .stringSet(["x"]), ":list": .list([1]), ":k": "key", ":l": "low", ":h": "same or higher",
  ]

  private func parse(_ text: String) throws -> Update {
    try Update(parsing: text, names: names, values: values)
  }

  @Test("SET assigns values, paths, sums and differences")
  func set() throws {
    #expect(try parse("SET a = :one") == Update().set("a", to: 1))
    #expect(
      try parse("SET a = b.c[1]") == Update().set("a", to: .operand(.path(DocumentPath("b", .key("c"), .index(1))))))
    #expect(try parse("SET a = a + :one") == Update().set("a", to: .plus(.path("a"), .value(1))))
    #expect(try parse("SET a=:one-b") == Update().set("a", to: .minus(.value(1), .path("b"))))
  }

  @Test("SET calls if_not_exists and list_append, one within the other")
  func setFunctions() throws {
    #expect(
      try parse("SET a = if_not_exists(a, :one) + :one")
        == Update().set("a", to: .plus(.ifNotExists("a", .value(1)), .value(1))))
    #expect(
      try parse("SET a = list_append(if_not_exists(#s.b, :list), :list)")
        == Update().set(
          "a",
          to: .operand(
            .listAppend(
              .ifNotExists(DocumentPath("status", .key("b")), .value(.list([1]))), .value(.list([1]))))))
  }

  @Test("each clause takes a list, in any order and letter case")
  func clauses() throws {
    let expected = Update().set("a", to: 1).set("b", to: 1)
      .remove("c").remove(DocumentPath("d", .index(0)))
      .add("e", 1).add("f", .stringSet(["x"])).delete("g", .stringSet(["x"]))
    #expect(try parse("SET a = :one, b = :one REMOVE c, d[0] ADD e :one, f :set DELETE g :set") == expected)
    #expect(try parse("delete g:set add e:one,f:set remove c,d[0] set a=:one,b=:one") == expected)
  }

  @Test("a value may stand in parentheses, and so may a sum")
  func parentheses() throws {
    let sum = Update().set("a", to: .plus(.path("b"), .value(1)))
    #expect(try parse("SET a = (b + :one)") == sum)
    #expect(try parse("SET a = (b) + (:one)") == sum)
    #expect(try parse("SET a = (:one), c = (b)") == Update().set("a", to: 1).set("c", to: .operand(.path("b"))))
  }

  @Test("a projection is a list of paths")
  func projection() throws {
    #expect(try Projection(parsing: "a") == ["a"])
    #expect(
      try Projection(parsing: "a.b[0], #odd ,c", names: names)
        == [DocumentPath("a", .key("b"), .index(0)), "a.b c", "c"])
  }

  @Test(
    "a sort key has one of seven ranges",
    arguments: [
      ("sk = :l", KeyCondition.SortRange.equal("low")), ("sk < :l", .less("low")), ("sk <= :l", .lessOrEqual("low")),
      ("sk > :l", .greater("low")), ("sk >= :l", .greaterOrEqual("low")),
      ("sk BETWEEN :l AND :h", .between("low", "same or higher")), ("begins_with(sk, :l)", .beginsWith("low")),
    ])
  func sortRanges(text: String, range: KeyCondition.SortRange) throws {
    let expected = KeyCondition(partition: "pk", equals: "key", sort: "sk", range)
    #expect(try KeyCondition(parsing: "pk = :k AND \(text)", values: values) == expected)
    #expect(try KeyCondition(parsing: "(pk = :k) AND (\(text))", values: values) == expected)
    #expect(try KeyCondition(parsing: "\(text) AND pk = :k", values: values, partitionKey: "pk") == expected)
  }

  // ScyllaDB test_key_condition_expression.py, run against DynamoDB: "it can also appear on the right side".
  @Test("a value may stand to the left of its key, which turns the comparator round")
  func mirrored() throws {
    #expect(
      try KeyCondition(parsing: ":k = pk AND :l < sk", values: values)
        == KeyCondition(partition: "pk", equals: "key", sort: "sk", .greater("low")))
    #expect(
      try KeyCondition(parsing: ":k = pk AND :l >= sk", values: values)
        == KeyCondition(partition: "pk", equals: "key", sort: "sk", .lessOrEqual("low")))
  }

  @Test("the partition key is the attribute compared with =, or the one named")
  func partitionKey() throws {
    #expect(try KeyCondition(parsing: "pk = :k", values: values) == KeyCondition(partition: "pk", equals: "key"))
    #expect(
      try KeyCondition(parsing: "sk > :l AND pk = :k", values: values)
        == KeyCondition(partition: "pk", equals: "key", sort: "sk", .greater("low")))
    let both = "sk = :l AND pk = :k"
    #expect(try KeyCondition(parsing: both, values: values).partitionAttribute == "sk")
    #expect(
      try KeyCondition(parsing: both, values: values, partitionKey: "pk")
        == KeyCondition(partition: "pk", equals: "key", sort: "sk", .equal("low")))
  }
}
