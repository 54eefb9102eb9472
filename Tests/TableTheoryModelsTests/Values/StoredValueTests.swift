import DynamoDB
import Testing

@testable import TableTheoryModels

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

@Suite struct StoredValueTests {
  private func roundTrip<Value: AttributeConvertible & Equatable>(_ value: Value, _ stored: AttributeValue?) throws {
    #expect(value.attributeValue == stored)
    if let stored { #expect(try Value(attributeValue: stored) == value) } else { #expect(Value.absentValue == value) }
  }

  @Test func eachTypeIsStoredAsDynamoDBsOwn() throws {
    try roundTrip("x", "x")
    try roundTrip(true, true)
    try roundTrip(Int64.min, .number(Number(.min)))
    try roundTrip(UInt64.max, .number(try Number(parsing: "18446744073709551615")))
    try roundTrip(0.1, .number(try Number(parsing: "0.1")))
    try roundTrip([UInt8]([1, 2]), .binary([1, 2]))
    try roundTrip(["b", "a"], .list(["b", "a"]))
    try roundTrip([[UInt8]]([[1]]), .list([.binary([1])]))
    try roundTrip(["k": 1], .map(["k": 1]))
    try roundTrip(Set(["b", "a"]), .stringSet(["a", "b"]))
    try roundTrip(Set([2, 1]), .numberSet([1, 2]))
    try roundTrip(Set([[UInt8(1)]]), .binarySet([[1]]))
    try roundTrip(String?.none, nil)
    try roundTrip(String?("x"), "x")
    try roundTrip(Article.Status.live, "live")
  }

  /// Source: TableTheory's DMS v0.1, "Behaviour": sets are never empty.
  @Test func anEmptySetIsNullAndIsReadFromNullAndFromNothing() throws {
    try roundTrip(Set<String>(), .null)
    #expect(Set<String>.absentValue == [])
  }

  @Test func whatIsOfAnotherTypeIsRefused() {
    #expect(throws: ValueMismatch.self) { try Int8(attributeValue: 200) }
    #expect(throws: ValueMismatch.self) { try Int(attributeValue: .number(try Number(parsing: "1.5"))) }
    #expect(throws: ValueMismatch.self) { try String(attributeValue: 1) }
    #expect(throws: ValueMismatch.self) { try Set<String>(attributeValue: .list(["a"])) }
    #expect(throws: ValueMismatch.self) { try [String](attributeValue: .stringSet(["a"])) }
    #expect(throws: ValueMismatch.self) { try Article.Status(attributeValue: "other") }
    #expect(throws: ValueMismatch.self) {
      try ["k": 1].self.attributeValue.map { try [String: String](attributeValue: $0) }
    }
  }

  /// Source: TableTheory's DMS v0.1, `omit_empty`.
  @Test func whatCountsAsEmpty() {
    #expect(String?.none.isEmptyValue && "".isEmptyValue && 0.isEmptyValue && false.isEmptyValue)
    #expect([String]().isEmptyValue && [String: Int]().isEmptyValue && Set<Int>().isEmptyValue)
    #expect(Timestamp.unset.isEmptyValue && Date.unset.isEmptyValue && String?("").isEmptyValue)
    #expect(!"x".isEmptyValue && !1.isEmptyValue && !true.isEmptyValue && !Timestamp(milliseconds: 1).isEmptyValue)
  }

  @Test func jsonIsTheSameForEqualValues() throws {
    struct Value: Codable, Equatable {
      var z = 1
      var a = ["B": 1, "a10": 2, "a2": 3, "b": 4, "é": 5]
      var path = "a/b"
      var moment = Date(timeIntervalSince1970: 0.5)
    }
    let stored = try JSONText.attributeValue(of: Value())
    #expect(
      stored
        == #"{"a":{"B":1,"a10":2,"a2":3,"b":4,"é":5},"moment":"1970-01-01T00:00:00.500000000Z","path":"a/b","z":1}"#)
    #expect(try JSONText.value(of: stored, as: Value.self) == Value())
    #expect(try JSONText.attributeValue(of: Int?.none) == .null)
    #expect(try JSONText.value(of: .null, as: Int?.self) == nil)
    #expect(throws: ValueMismatch.self) { try JSONText.value(of: .null, as: Int.self) }
  }
}

@Suite struct MomentTextTests {
  @Test(arguments: [
    (0, 0, "1970-01-01T00:00:00.000000000Z"), (1_700_000_000, 1, "2023-11-14T22:13:20.000000001Z"),
    (-1, 999_999_999, "1969-12-31T23:59:59.999999999Z"), (951_782_400, 120_000_000, "2000-02-29T00:00:00.120000000Z"),
  ])
  func nineDigitsAlways(seconds: Int64, nanoseconds: Int64, text: String) {
    let moment = Timestamp(sinceEpoch: .seconds(seconds) + .nanoseconds(nanoseconds))
    #expect(moment.nanosecondText == text)
    #expect(Timestamp(rfc3339: text) == moment)
  }

  @Test(arguments: [
    ("2023-11-14T23:13:20+01:00", 1_700_000_000), ("2023-11-14t17:13:20-05:00", 1_700_000_000),
    ("2016-12-31T23:59:60Z", 1_483_228_800),
  ])
  func whatOthersWriteIsRead(text: String, seconds: Int64) {
    #expect(Timestamp(rfc3339: text) == Timestamp(seconds: seconds))
  }

  @Test(arguments: [
    "", "2023-11-14", "2023-11-14T22:13:20", "2023-02-29T00:00:00Z", "2023-13-01T00:00:00Z", "2023-11-14T24:00:00Z",
    "2023-11-14T22:13:20.Z", "2023-11-14T22:13:20Zx", "2023-11-14T22:13:20+25:00", "２023-11-14T22:13:20Z",
  ])
  func anythingElseIsNone(text: String) { #expect(Timestamp(rfc3339: text) == nil) }

  @Test func aDateIsThereAndBackWithinItsPrecision() {
    for milliseconds in [Int64(-1_500), 0, 1_700_000_000_123] {
      let moment = Timestamp(milliseconds: milliseconds)
      let back = Date(moment).timestamp
      #expect(max(back - moment, moment - back) < .microseconds(1))
    }
  }
}
