import DynamoDB
import Testing

@testable import AWSDynamoDB

@Suite("A write is repeated after a lost answer only where that is harmless")
struct RepeatabilityTests {
  @Test("A put or delete may be repeated without a condition and without the old item")
  func putAndDelete() {
    #expect(Sample.put.repeatability == .idempotent)
    #expect(Sample.delete.repeatability == .idempotent)
    #expect(Sample.conditionalPut.repeatability == .once)
    #expect(PutItem(table: "t", item: Sample.key, returnValues: .allOld).repeatability == .once)
    #expect(DeleteItem(table: "t", key: Sample.key, returnValues: .allOld).repeatability == .once)
    #expect(
      DeleteItem(table: "t", key: Sample.key, condition: DocumentPath("pk").exists).repeatability == .once)
  }

  static let idempotent: [Update] = [
    Update(),
    Update().set("a", to: .string("x")),
    Update().set(DocumentPath("m", .key("k")), to: .number(1)).remove("b"),
    Update().delete("tags", .stringSet(["x"])),
  ]

  static let notIdempotent: [Update] = [
    Update().add("n", .number(1)),
    Update().set("n", to: .plus(.path("n"), .value(.number(1)))),
    Update().set("n", to: .minus(.value(.number(1)), .path("n"))),
    Update().set("a", to: .operand(.ifNotExists("a", .value(.string("x"))))),
    Update().set("l", to: .operand(.listAppend(.path("l"), .value(.list([]))))),
    // The second time it reads what the first one wrote, or what it removed.
    Update().set("a", to: .operand(.path("b"))).set("b", to: .string("x")),
    // Past its end, an assignment appends; and what is removed, another element takes the place of.
    Update().set(DocumentPath("l", .index(9)), to: .string("x")),
    Update().remove(DocumentPath("l", .index(0))),
    Update().remove(DocumentPath("m", .key("k"), .index(0), .key("x"))),
    Update().delete(DocumentPath("l", .index(0)), .stringSet(["x"])),
  ]

  @Test("An update that only gives values of its own may be repeated", arguments: idempotent)
  func repeatable(update: Update) {
    #expect(UpdateItem(table: "t", key: Sample.key, update: update).repeatability == .idempotent)
  }

  @Test("An update whose second time would do something else may not", arguments: notIdempotent)
  func notRepeatable(update: Update) {
    #expect(UpdateItem(table: "t", key: Sample.key, update: update).repeatability == .once)
  }

  @Test("An update may be repeated neither with a condition nor where it returns what was before")
  func updateOptions() {
    var update = Sample.update
    update.condition = DocumentPath("pk").exists
    #expect(update.repeatability == .once)
    update.condition = nil
    for values in ReturnValues.allCases {
      update.returnValues = values
      #expect((update.repeatability == .once) == [.allOld, .updatedOld].contains(values), "\(values)")
    }
    update.returnValues = .none
    update.update = nil
    #expect(update.repeatability == .idempotent)
  }
}
