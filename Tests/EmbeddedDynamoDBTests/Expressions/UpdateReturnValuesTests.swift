import DynamoDB
import EmbeddedDynamoDB
import Testing

/// Source: ScyllaDB's `test_returnvalues.py`, which passes against AWS.
@Suite("Return values of an update")
struct UpdateReturnValuesTests {
  private static let a = DocumentPath("a")
  private static let ab = DocumentPath("a", .key("b"))
  private static let ac1 = DocumentPath("a", .key("c"), .index(1))
  private static let item: Item = ["p": "key", "a": .map(["b": "dog", "c": .list([1, 2, 3])]), "d": "cat"]

  private static func answers(_ update: Update, on item: Item?) throws -> (old: Item, new: Item) {
    let new = try update.apply(to: item, key: ["p": "key"])
    return (update.updatedOld(from: item), update.updatedNew(from: new))
  }

  @Test("Only touched attributes are returned, never the key")
  func attributes() throws {  // test_update_item_returnvalues_updated_old, ..._updated_new
    let set = try Self.answers(Update().set("d", to: "x").set("e", to: "y"), on: Self.item)
    #expect(set.old == ["d": "cat"])
    #expect(set.new == ["d": "x", "e": "y"])
    let created = try Self.answers(Update().set("d", to: 1), on: nil)
    #expect(created.old == [:])
    #expect(created.new == ["d": 1])
    let removed = try Self.answers(Update().remove("d"), on: Self.item)
    #expect(removed.old == ["d": "cat"])
    #expect(removed.new == [:])
    let counted = try Self.answers(
      Update().add("n", 1).delete("s", .stringSet(["x"])), on: ["p": "key", "n": 1, "s": .stringSet(["x", "y"])])
    #expect(counted.old == ["n": 1, "s": .stringSet(["x", "y"])])
    #expect(counted.new == ["n": 2, "s": .stringSet(["y"])])
  }

  @Test("An assignment of the same value counts as an update")
  func sameValue() throws {  // test_update_item_returnvalues_updated_old
    let answers = try Self.answers(Update().set("d", to: "cat"), on: Self.item)
    #expect(answers.old == ["d": "cat"])
    #expect(answers.new == ["d": "cat"])
  }

  @Test("A nested path returns only what it names, nested as it is in the item")
  func nested() throws {  // test_update_item_returnvalues_nested
    let one = try Self.answers(Update().set(Self.ab, to: "hi"), on: Self.item)
    #expect(one.old == ["a": .map(["b": "dog"])])
    #expect(one.new == ["a": .map(["b": "hi"])])
    let both = try Self.answers(Update().set(Self.ac1, to: 8).set(Self.ab, to: "hi"), on: Self.item)
    #expect(both.old == ["a": .map(["b": "dog", "c": .list([2])])])
    #expect(both.new == ["a": .map(["b": "hi", "c": .list([8])])])
    let added = try Self.answers(Update().set(DocumentPath("a", .key("x")), to: 8), on: Self.item)
    #expect(added.old == [:])
    #expect(added.new == ["a": .map(["x": 8])])
  }

  @Test("List indexes are read literally, before and after")
  func listIndexes() throws {  // test_update_item_returnvalues_nested
    let removed = try Self.answers(
      Update().remove(Self.ac1).remove(DocumentPath("a", .key("c"), .index(3))), on: Self.item)
    #expect(removed.old == ["a": .map(["c": .list([2])])])
    #expect(removed.new == ["a": .map(["c": .list([3])])])
    let appended = try Self.answers(
      Update().set(DocumentPath("a", .key("c"), .index(100)), to: 70), on: Self.item)
    #expect(appended.old == [:])
    #expect(appended.new == [:])
  }
}
