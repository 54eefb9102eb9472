import Testing

@testable import DynamoDB

@Suite("A tree becomes text that DynamoDB takes")
struct ExpressionRenderingTests {
  @Test("an acquire's condition reads as one would write it")
  func readable() {
    let condition =
      DocumentPath("pk").doesNotExist || DocumentPath("lease_expires_at") <= 1_700_000_000
      || DocumentPath("lease_token") == "token"
    let rendered = condition.rendered
    #expect(rendered.text == "attribute_not_exists(pk) OR lease_expires_at <= :v0 OR lease_token = :v1")
    #expect(rendered.names == [:])
    #expect(rendered.values == [":v0": 1_700_000_000, ":v1": "token"])
  }

  @Test("a name that DynamoDB does not take bare has a placeholder")
  func names() {
    let names = ["status", "AND", "remove", "a.b", "1st", "_x", "é", "", "a b", "#a"]
    for name in names {
      let rendered = Condition.attributeExists(DocumentPath(name)).rendered
      #expect(rendered.text == "attribute_exists(#n0)")
      #expect(rendered.names == ["#n0": name])
    }
    for name in ["a", "Z9_", "statuses", "contains", "begins_with"] {
      #expect(Condition.attributeExists(DocumentPath(name)).rendered.text == "attribute_exists(\(name))")
    }
  }

  @Test("equal names and equal values share a placeholder, over all expressions of a request")
  func sharing() {
    var renderer = ExpressionRenderer()
    let update = renderer.text(Update().set("status", to: "done").set(DocumentPath("a", .key("status")), to: 1))
    let condition = renderer.text(DocumentPath("status") != "done" && DocumentPath("name") == 1)
    #expect(update == "SET #n0 = :v0, a.#n0 = :v1")
    #expect(condition == "#n0 <> :v0 AND #n1 = :v1")
    #expect(renderer.names == ["#n0": "status", "#n1": "name"])
    #expect(renderer.values == [":v0": "done", ":v1": 1])
  }

  @Test("however many names and values there are, equal ones share a placeholder", arguments: [1, 15, 16, 17, 40])
  func sharingMany(count: Int) throws {
    var renderer = ExpressionRenderer()
    for _ in 0..<3 {
      for number in 0..<count {
        let condition = DocumentPath("a.\(number)") == .number(number)
        #expect(renderer.text(condition) == "#n\(number) = :v\(number)")
      }
    }
    #expect(renderer.names.count == count)
    #expect(renderer.values.count == count)
    #expect(renderer.values[":v\(count - 1)"] == .number(count - 1))
  }

  @Test("names and values that only look alike do not share a placeholder")
  func bytes() {
    let update = Update().set("\u{e9}", to: "\u{e9}").set("e\u{301}", to: "e\u{301}")
    let rendered = update.rendered
    #expect(rendered.text == "SET #n0 = :v0, #n1 = :v1")
    #expect(rendered.names["#n1"].map { Array($0.utf8) } == Array("e\u{301}".utf8))
    #expect(rendered.values == [":v0": "\u{e9}", ":v1": "e\u{301}"])
  }

  @Test("parentheses stand where the tree needs them, and nowhere else")
  func parentheses() {
    let (a, b, c): (Condition, Condition, Condition) = (
      .attributeExists("a"), .attributeExists("b"), .attributeExists("c")
    )
    func form(_ condition: Condition) -> String {
      condition.rendered.text.replacing("attribute_exists(a)", with: "A")
        .replacing("attribute_exists(b)", with: "B").replacing("attribute_exists(c)", with: "C")
    }
    #expect(form(.and(.and(a, b), c)) == "A AND B AND C")
    #expect(form(.and(a, .and(b, c))) == "A AND (B AND C)")
    #expect(form(.or(.or(a, b), c)) == "A OR B OR C")
    #expect(form(.or(a, .or(b, c))) == "A OR (B OR C)")
    #expect(form(.or(.and(a, b), c)) == "A AND B OR C")
    #expect(form(.and(.or(a, b), c)) == "(A OR B) AND C")
    #expect(form(.or(a, .and(b, c))) == "A OR B AND C")
    #expect(form(.and(a, .or(b, c))) == "A AND (B OR C)")
    #expect(form(.not(a)) == "NOT A")
    #expect(form(.not(.not(a))) == "NOT (NOT A)")
    #expect(form(.and(.not(a), .not(.and(b, c)))) == "NOT A AND NOT (B AND C)")
  }

  @Test("each kind of expression is written whole")
  func kinds() {
    let update = Update().set("a", to: .plus(.ifNotExists("a", .value(0)), .value(1))).remove("b")
      .add("c", 1).delete("d", .stringSet(["x"]))
    #expect(update.rendered.text == "SET a = if_not_exists(a, :v0) + :v1 REMOVE b ADD c :v1 DELETE d :v2")
    #expect(Projection(["a", DocumentPath("b", .index(0))]).rendered.text == "a, b[0]")
    #expect(KeyCondition(partition: "pk", equals: "k").rendered.text == "pk = :v0")
    #expect(
      KeyCondition(partition: "pk", equals: "k", sort: "sk", .between("a", "b")).rendered.text
        == "pk = :v0 AND sk BETWEEN :v1 AND :v2")
    #expect(
      KeyCondition(partition: "pk", equals: "k", sort: "sk", .beginsWith("a")).rendered.text
        == "pk = :v0 AND begins_with(sk, :v1)")
  }

  @Test("a long chain of conditions does not use up the stack")
  func longChain() {
    var left = Condition.attributeExists("a")
    var right = left
    for _ in 0..<5_000 {
      left = .or(left, .attributeExists("a"))
      right = .or(.attributeExists("a"), right)
    }
    #expect(left.rendered.text.utf8.count > 5_000 * 20)
    #expect(right.rendered.text.utf8.count > 5_000 * 20)
  }
}
