import DynamoDB
import EmbeddedDynamoDB
import Testing

/// Source: *Amazon DynamoDB Developer Guide*, "Using projection expressions in DynamoDB"; where that is silent,
/// ScyllaDB's `test_projection_expression.py`, which passes against AWS.
@Suite("Projections")
struct ProjectionApplicationTests {
  private static let item: Item = [
    "p": "key", "a": .map(["b": .list([2, 4, .map(["x": "hi", "y": "yo"])]), "c": 5]), "b": "hello", "a.b": "dotted",
  ]
  private static let ab = DocumentPath("a", .key("b"))
  private static func ab(_ index: Int, _ steps: DocumentPath.Step...) -> DocumentPath {
    DocumentPath("a", steps: [.key("b"), .index(index)] + steps)
  }

  @Test(
    "A projection keeps what its paths name, nested as it is in the item",
    arguments: [
      ([], [:]),
      (["b", "nonexistent"], ["b": "hello"]),
      (["a.b"], ["a.b": "dotted"]),
      ([ab], ["a": .map(["b": .list([2, 4, .map(["x": "hi", "y": "yo"])])])]),
      ([ab(0)], ["a": .map(["b": .list([2])])]),
      ([ab(2)], ["a": .map(["b": .list([.map(["x": "hi", "y": "yo"])])])]),
      ([ab(2, .key("y"))], ["a": .map(["b": .list([.map(["y": "yo"])])])]),
      ([ab(0), ab(1)], ["a": .map(["b": .list([2, 4])])]),
      ([ab(2, .key("x")), ab(0)], ["a": .map(["b": .list([2, .map(["x": "hi"])])])]),
      ([ab(0), DocumentPath("a", .key("c"))], ["a": .map(["b": .list([2]), "c": 5])]),
      ([DocumentPath("a", .key("c")), "b"], ["a": .map(["c": 5]), "b": "hello"]),
      (
        [DocumentPath("a", .key("x")), ab(0), "x", ab(3, .key("x")), ab(1, .key("x"))],
        ["a": .map(["b": .list([2])])]
      ),
    ] as [([DocumentPath], Item)])
  func parts(paths: [DocumentPath], expected: Item) {
    #expect(Projection(paths).apply(to: Self.item) == expected)
  }

  @Test(
    "A path that leads nowhere adds nothing, not even an empty map",
    arguments: [
      "x", ab(3), DocumentPath("a", .key("x")), DocumentPath("a", .key("x"), .key("y")), ab(3, .key("x")),
      DocumentPath("a", .key("b"), .key("x")), DocumentPath("a", .index(0)), ab(0, .key("x")), ab(0, .index(0)),
      ab(-1), DocumentPath("b", .key("x")),
    ] as [DocumentPath])
  func nothing(path: DocumentPath) {
    #expect(Projection([path]).apply(to: Self.item) == [:])
  }

  @Test("Empty maps and lists that a path names are kept")
  func empty() {
    let item: Item = ["m": .map([:]), "n": .map(["l": .list([])])]
    #expect(Projection(["m", DocumentPath("n", .key("l"))]).apply(to: item) == item)
  }
}
