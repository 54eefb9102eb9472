import DynamoDB
import EmbeddedDynamoDB
import Testing

/// Sources: *Amazon DynamoDB Developer Guide*, "Update expressions" (below: *Guide*), and ScyllaDB's
/// `test_update_expression.py`, which passes against AWS (below: the name of its test).
@Suite("Updates")
struct UpdateApplicationTests {
  private static let key: Item = ["p": "key"]

  private static func item(_ attributes: Item) -> Item { key.merging(attributes) { _, new in new } }

  private static func expect(
    _ update: Update, on old: Item?, makes new: Item, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let result = try update.apply(to: old.map { item($0) }, key: key)
    #expect(result == item(new), sourceLocation: sourceLocation)
  }

  private static func expect(
    _ update: Update, on old: Item?, fails error: EvaluationError, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(throws: error, sourceLocation: sourceLocation) {
      try update.apply(to: old.map { item($0) }, key: key)
    }
  }

  // MARK: - SET

  @Test("SET merges into the item and makes one where there is none")
  func setMerges() throws {  // test_update_expression_set_merge
    try Self.expect(Update().set("b", to: "new"), on: ["a": 1], makes: ["a": 1, "b": "new"])
    try Self.expect(Update().set("a", to: "new"), on: ["a": 1], makes: ["a": "new"])
    try Self.expect(Update().set("a", to: 4), on: nil, makes: ["a": 4])
  }

  @Test("Every action sees the item as it was")
  func originalItem() throws {  // Guide; test_update_expression_set_copy, test_update_expression_multi_with_copy
    let swap = Update()
      .set("a", to: .operand(.path("b"))).set("b", to: .operand(.path("a")))
    try Self.expect(swap, on: ["a": 1, "b": 2], makes: ["a": 2, "b": 1])
    try Self.expect(
      Update().set("b", to: .operand(.path("a"))).remove("a"), on: ["a": "hello"], makes: ["b": "hello"])
    try Self.expect(
      Update().set("total", to: .operand(.path("n"))).add("n", 1), on: ["n": 1], makes: ["n": 2, "total": 1])
    Self.expect(
      Update().set("x", to: 4).set("y", to: .operand(.path("x"))), on: ["a": 1], fails: .missingAttribute)
  }

  @Test("SET from an attribute that is not there is an error, with and without an item")
  func missingSource() {  // test_update_expression_set_copy
    for value in [
      Update.Value.operand(.path("z")), .plus(.path("z"), .value(1)), .minus(.value(1), .path("z")),
      .operand(.listAppend(.path("z"), .value(.list([])))), .operand(.listAppend(.value(.list([])), .path("z"))),
      .operand(.ifNotExists("y", .path("z"))), .operand(.path(DocumentPath("a", .key("x")))),
    ] {
      Self.expect(Update().set("c", to: value), on: ["a": 1], fails: .missingAttribute)
      Self.expect(Update().set("c", to: value), on: nil, fails: .missingAttribute)
    }
  }

  @Test("A new item's key can be read as an operand")
  func keyAsOperand() throws {  // Dynalite's updateItem.js begins a new item with its key
    try Self.expect(Update().set("n", to: .operand(.path("p"))), on: nil, makes: ["n": "key"])
  }

  @Test("SET replaces a value inside maps and lists, of whatever type it was")
  func setNested() throws {  // test_update_expression_nested_deep, ..._nested_different_type
    let old: Item = ["a": .map(["b": 3, "c": .list(["hi", .map(["x": .map(["y": .list([3, 5, 7])])])])])]
    let path = DocumentPath("a", .key("c"), .index(1), .key("x"), .key("y"), .index(1))
    try Self.expect(
      Update().set(path, to: 9), on: old,
      makes: ["a": .map(["b": 3, "c": .list(["hi", .map(["x": .map(["y": .list([3, 9, 7])])])])])])
    try Self.expect(
      Update().set(DocumentPath("a", .key("c")), to: 7), on: old, makes: ["a": .map(["b": 3, "c": 7])])
    try Self.expect(
      Update().set(DocumentPath("a", .key("d")), to: .operand(.path(path))).remove(DocumentPath("a", .key("c"))),
      on: old, makes: ["a": .map(["b": 3, "d": 5])])
    try Self.expect(Update().set("a.b", to: 1), on: ["a": .map(["b": 3])], makes: ["a": .map(["b": 3]), "a.b": 1])
  }

  @Test("Several changes inside one attribute are made together")
  func severalNested() throws {  // test_update_expression_multi_nested
    try Self.expect(
      Update()
        .set(DocumentPath("a", .key("b")), to: 10).set(DocumentPath("a", .key("c"), .key("d")), to: "dog")
        .set(DocumentPath("b", .key("x")), to: 17).remove(DocumentPath("a", .key("x")))
        .remove(DocumentPath("b", .key("y"))),
      on: ["a": .map(["x": 3, "y": 4, "c": .map(["y": 3])]), "b": .map(["x": 1, "y": 2])],
      makes: ["a": .map(["y": 4, "b": 10, "c": .map(["y": 3, "d": "dog"])]), "b": .map(["x": 17])])
  }

  @Test("SET beyond a list's end appends, several of them in the order of their indexes")
  func setBeyondEnd() throws {  // Guide, "Adding elements to a list"; test_nested_attribute_update_array_out_of_bounds
    let list = AttributeValue.list(["one", "two", "three"])
    try Self.expect(
      Update().set(DocumentPath("a", .index(7)), to: "hello"), on: ["a": list],
      makes: ["a": .list(["one", "two", "three", "hello"])])
    try Self.expect(
      Update()
        .set(DocumentPath("a", .index(84)), to: "a1").set(DocumentPath("a", .index(37)), to: "a2")
        .set(DocumentPath("a", .index(17)), to: "a3").set(DocumentPath("a", .index(50)), to: "a4"),
      on: ["a": list], makes: ["a": .list(["one", "two", "three", "a3", "a2", "a4", "a1"])])
    try Self.expect(Update().set(DocumentPath("a", .index(0)), to: 1), on: ["a": .list([])], makes: ["a": .list([1])])
  }

  @Test("What an update appends cannot be reached by another path of the same update")
  func appendedIsUnreachable() {
    Self.expect(
      Update()
        .set(DocumentPath("a", .index(5)), to: .map(["k": 1])).set(DocumentPath("a", .index(1), .key("k")), to: 2),
      on: ["a": .list([0])], fails: .invalidDocumentPath)
    Self.expect(
      Update()
        .set(DocumentPath("a", .index(1)), to: .map(["k": 1])).set(DocumentPath("a", .index(2), .key("k")), to: 2),
      on: ["a": .list([0])], fails: .invalidDocumentPath)
  }

  @Test("SET and REMOVE of a path that leads through nothing, or through the wrong type, is an error")
  func invalidPath() {  // test_nested_attribute_update_bad_path_dot, ..._bad_path_array
    let old: Item = ["a": "hello", "b": .list(["hi"]), "m": .map([:])]
    for path in [
      DocumentPath("a", .key("c")), DocumentPath("b", .key("c")), DocumentPath("c", .key("c")),
      DocumentPath("a", .index(0)), DocumentPath("c", .index(0)), DocumentPath("m", .index(0)),
      DocumentPath("m", .key("x"), .key("y")), DocumentPath("b", .index(1), .key("y")),
      DocumentPath("b", .index(0), .index(0)), DocumentPath("b", .index(-1)),
    ] {
      Self.expect(Update().set(path, to: 7), on: old, fails: .invalidDocumentPath)
      Self.expect(Update().remove(path), on: old, fails: .invalidDocumentPath)
      Self.expect(Update().add(path, 1), on: old, fails: .invalidDocumentPath)
      Self.expect(Update().delete(path, .stringSet(["x"])), on: old, fails: .invalidDocumentPath)
      Self.expect(Update().set(path, to: 7), on: nil, fails: .invalidDocumentPath)
    }
  }

  @Test("if_not_exists keeps what is there, and may stand inside arithmetic and list_append")
  func ifNotExists() throws {  // test_update_expression_if_not_exists, ..._function_plus_nesting, ..._function_nesting
    let keep = Update().set("a", to: .operand(.ifNotExists("a", .value(2))))
    try Self.expect(keep, on: nil, makes: ["a": 2])
    try Self.expect(keep, on: ["a": 1], makes: ["a": 1])
    try Self.expect(keep, on: ["a": .null], makes: ["a": .null])
    try Self.expect(
      Update().set("b", to: .operand(.ifNotExists("a", .value(6)))), on: ["a": 2, "b": 5], makes: ["a": 2, "b": 2])
    try Self.expect(
      Update().set("b", to: .plus(.ifNotExists("b", .value(2)), .value(3))), on: nil, makes: ["b": 5])
    try Self.expect(
      Update().set("x", to: .operand(.ifNotExists("b", .ifNotExists("c", .value(3))))), on: nil, makes: ["x": 3])
    try Self.expect(
      Update().set("a", to: .operand(.listAppend(.ifNotExists("a", .value(.list([]))), .value(.list([1]))))),
      on: nil, makes: ["a": .list([1])])
  }

  @Test("list_append joins two lists in the order they are written")
  func listAppend() throws {  // Guide, "Adding elements to a list"; test_update_expression_list_append
    let old: Item = ["a": .list(["hi", 2])]
    let more = Update.Operand.value(.list([4, "x"]))
    try Self.expect(
      Update().set("a", to: .operand(.listAppend(.path("a"), more))), on: old, makes: ["a": .list(["hi", 2, 4, "x"])])
    try Self.expect(
      Update().set("a", to: .operand(.listAppend(more, .path("a")))), on: old, makes: ["a": .list([4, "x", "hi", 2])])
    try Self.expect(
      Update().set("b", to: .operand(.listAppend(.path("a"), .path("a")))), on: old,
      makes: ["a": .list(["hi", 2]), "b": .list(["hi", 2, "hi", 2])])
  }

  @Test("Arithmetic is exact, and its operands may come from the item or from the expression")
  func arithmetic() throws {  // Guide, "Incrementing and decrementing numeric attributes"; ..._plus_rmw
    try Self.expect(Update().set("b", to: .plus(.value(4), .value(3))), on: nil, makes: ["b": 7])
    try Self.expect(Update().set("b", to: .minus(.value(2), .value(5))), on: nil, makes: ["b": -3])
    try Self.expect(
      Update().set("a", to: .plus(.path("a"), .path("b"))), on: ["a": 9, "b": 10], makes: ["a": 19, "b": 10])
    let tenth = AttributeValue.number(try Number(parsing: "0.1"))
    try Self.expect(
      Update().set("a", to: .plus(.path("a"), .value(.number(Number(parsing: "0.2"))))), on: ["a": tenth],
      makes: ["a": .number(Number(parsing: "0.3"))])
  }

  @Test("Arithmetic beyond DynamoDB's range or 38 digits fails in Number's own words")
  func overflow() throws {  // Developer Guide, "Supported data types and naming rules", Number
    let largest = AttributeValue.number(try Number(parsing: "9.9999999999999999999999999999999999999E+125"))
    Self.expect(
      Update().set("a", to: .plus(.path("a"), .value(largest))), on: ["a": largest], fails: .number(.overflow))
    Self.expect(Update().add("a", largest), on: ["a": largest], fails: .number(.overflow))
    let error = EvaluationError.number(.overflow)
    #expect(error.message(in: "UpdateExpression") == Number.FormatError.overflow.message)
  }

  @Test("An operand of the wrong type out of the item is its fault, as a constant it is the expression's")
  func wrongTypes() {  // test_update_expression_plus_basic, ..._list_append_non_list_arguments; Dynalite
    let old: Item = ["s": "text", "n": 1, "l": .list([])]
    Self.expect(Update().set("x", to: .plus(.path("s"), .value(1))), on: old, fails: .incorrectDataType)
    Self.expect(Update().set("x", to: .minus(.value(1), .path("l"))), on: old, fails: .incorrectDataType)
    Self.expect(
      Update().set("x", to: .plus(.value("dog"), .path("n"))), on: old,
      fails: .incorrectOperand(operator: "+", type: .string))
    Self.expect(
      Update().set("x", to: .minus(.path("n"), .value(.list([])))), on: old,
      fails: .incorrectOperand(operator: "-", type: .list))
    for value: AttributeValue in [7, "s", .binary([1]), .numberSet([1]), .map([:]), .null, true] {
      Self.expect(
        Update().set("x", to: .operand(.listAppend(.path("v"), .value(.list([]))))), on: ["v": value],
        fails: .incorrectDataType)
      Self.expect(
        Update().set("x", to: .operand(.listAppend(.path("l"), .value(value)))), on: old,
        fails: .incorrectOperand(operator: "list_append", type: value.typeTag))
    }
  }

  // MARK: - REMOVE

  @Test("REMOVE takes attributes, entries and elements away and leaves empty maps and lists behind")
  func remove() throws {  // Guide, "REMOVE"; test_update_expression_nested_remove_singleton_map, ..._list
    try Self.expect(Update().remove("a"), on: ["a": 1, "b": 2], makes: ["b": 2])
    try Self.expect(Update().remove(DocumentPath("a", .key("b"))), on: ["a": .map(["b": 1])], makes: ["a": .map([:])])
    try Self.expect(Update().remove(DocumentPath("a", .index(0))), on: ["a": .list([1])], makes: ["a": .list([])])
  }

  @Test("Indexes of REMOVE and SET name places in the list as it was")
  func originalIndexes() throws {  // Guide, "Removing elements from a list"; ..._remove_list_item_original_number
    try Self.expect(
      Update().remove(DocumentPath("a", .index(1))).remove(DocumentPath("a", .index(2))),
      on: ["a": .list(["r0", "r1", "r2", "r3"])], makes: ["a": .list(["r0", "r3"])])
    try Self.expect(
      Update().remove(DocumentPath("a", .index(1))).set(DocumentPath("a", .index(3)), to: 17),
      on: ["a": .list([2, 3, 4, 5, 6, 7])], makes: ["a": .list([2, 4, 17, 6, 7])])
    try Self.expect(
      Update()
        .remove(DocumentPath("a", .index(0))).remove(DocumentPath("a", .index(1), .index(0)))
        .set(DocumentPath("a", .index(2)), to: "new").add(DocumentPath("a", .index(1), .index(1)), 5),
      on: ["a": .list(["x", .list([1, 2])])], makes: ["a": .list([.list([7]), "new"])])
  }

  @Test("REMOVE of what is not there does nothing, if what would hold it is there")
  func removeMissing() throws {  // test_nested_attribute_remove_missing_leaf, ..._remove_list_item_after_end
    let old: Item = ["a": .map(["x": 3]), "b": .list(["hi"])]
    for path in [DocumentPath("a", .key("y")), DocumentPath("b", .index(7)), "c"] {
      try Self.expect(Update().remove(path), on: old, makes: old)
    }
  }

  @Test("REMOVE and DELETE of anything in an item that is not there do nothing, and make no item")
  func removeWithoutItem() throws {  // test_nested_attribute_remove_from_missing_item, test_update_item_non_existent
    for path in ["x", DocumentPath("x", .key("y")), DocumentPath("x", .index(0))] {
      let updates = [Update().remove(path), Update().delete(path, .stringSet(["a"]))]
      for update in updates {
        try Self.expect(update, on: nil, makes: [:])
        #expect(!update.createsItem)
      }
    }
    #expect(Update().remove("x").set("y", to: 1).createsItem)
    #expect(Update().add("y", 1).createsItem)
  }

  // MARK: - ADD and DELETE

  @Test("ADD adds to a number or a set, and begins one that is missing")
  func add() throws {  // Guide, "ADD"; test_update_expression_add_numbers(_new), ..._add_sets(_new)
    try Self.expect(Update().add("n", 4), on: ["n": 3], makes: ["n": 7])
    try Self.expect(Update().add("n", -4), on: nil, makes: ["n": -4])
    try Self.expect(Update().add("n", 4), on: ["s": "x"], makes: ["s": "x", "n": 4])
    let sets: [(AttributeValue, AttributeValue, AttributeValue)] = [
      (.stringSet(["a", "b"]), .stringSet(["b", "c"]), .stringSet(["a", "b", "c"])),
      (.numberSet([1, 2]), .numberSet([2, 3]), .numberSet([1, 2, 3])),
      (.binarySet([[1], [2]]), .binarySet([[2], []]), .binarySet([[], [1], [2]])),
    ]
    for (old, more, new) in sets {
      try Self.expect(Update().add("s", more), on: ["s": old], makes: ["s": new])
      try Self.expect(Update().add("s", more), on: nil, makes: ["s": more])
    }
    try Self.expect(
      Update().add(DocumentPath("m", .key("n")), 1).add(DocumentPath("m", .key("new")), 2),
      on: ["m": .map(["n": 1])], makes: ["m": .map(["n": 2, "new": 2])])
  }

  @Test("DELETE takes elements out of a set, and the whole attribute with the last of them")
  func delete() throws {  // Guide, "DELETE"; test_update_expression_delete_sets
    let old: Item = ["s": .stringSet(["dog", "cat", "mouse"]), "m": .map(["ns": .numberSet([1, 2])])]
    try Self.expect(
      Update().delete("s", .stringSet(["cat", "mouse", "pig"])), on: old,
      makes: ["s": .stringSet(["dog"]), "m": .map(["ns": .numberSet([1, 2])])])
    try Self.expect(
      Update().delete("s", .stringSet(["dog", "cat", "mouse"])), on: old,
      makes: ["m": .map(["ns": .numberSet([1, 2])])])
    try Self.expect(Update().delete("s", .stringSet(["pig"])), on: old, makes: old)
    try Self.expect(Update().delete("missing", .binarySet([[1]])), on: old, makes: old)
    try Self.expect(
      Update().delete(DocumentPath("m", .key("ns")), .numberSet([1, 2])), on: old,
      makes: ["s": .stringSet(["dog", "cat", "mouse"]), "m": .map([:])])
  }

  @Test("ADD and DELETE refuse what is there in another type, and constants that they do not take")
  func addDeleteTypes() {  // test_update_expression_add_lists, ..._add_numbers, ..._delete_sets
    let samples: [AttributeValue] = [
      "s", 1, .binary([1]), true, .null, .list([]), .map([:]), .stringSet(["a"]), .numberSet([1]), .binarySet([[1]]),
    ]
    for old in samples {
      for operand in samples {
        let isSet = [.stringSet, .numberSet, .binarySet].contains(operand.typeTag)
        if !isSet && operand.typeTag != .number {
          Self.expect(
            Update().add("a", operand), on: ["a": old],
            fails: .incorrectActionOperand(action: .add, type: operand.typeTag))
        } else if old.typeTag != operand.typeTag {
          Self.expect(Update().add("a", operand), on: ["a": old], fails: .incorrectDataType)
        }
        if !isSet {
          Self.expect(
            Update().delete("a", operand), on: ["a": old],
            fails: .incorrectActionOperand(action: .delete, type: operand.typeTag))
        } else if old.typeTag != operand.typeTag {
          Self.expect(Update().delete("a", operand), on: ["a": old], fails: .incorrectDataType)
        }
      }
    }
  }
}
