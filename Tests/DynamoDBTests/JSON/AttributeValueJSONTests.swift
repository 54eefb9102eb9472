import DynamoDB
import Testing

struct AttributeValueJSONTests {
  @Test("Every value comes back from its JSON as it was", arguments: 0..<2_000)
  func roundTrip(seed: Int) throws {
    var generator = ValueGenerator(seed: UInt64(seed))
    let value = try generator.value()
    #expect(try AttributeValue(json: value.json) == value)
    let item = try generator.item()
    #expect(try Item(json: item.json) == item)
  }

  @Test("Equal items are written alike, whatever the order they were made in")
  func canonical() {
    let names = (0..<50).map { "name\($0)" }
    let forward = Item(uniqueKeysWithValues: names.map { ($0, .null) })
    let backward = Item(uniqueKeysWithValues: names.reversed().map { ($0, .null) })
    #expect(forward.json == backward.json)
  }

  @Test(
    "The wire's form of each type",
    arguments: [
      (#"{"S":"a\"b\\\n\u0001é"}"#, AttributeValue.string("a\"b\\\n\u{1}é")),
      (#"{"N":"-12.5"}"#, .number(try! Number(parsing: "-12.5"))),
      (#"{"B":"AAEC/w=="}"#, .binary([0, 1, 2, 255])),
      (#"{"BOOL":false}"#, .bool(false)),
      (#"{"NULL":true}"#, .null),
      (#"{"L":[{"S":""},{"L":[]}]}"#, .list(["", .list([])])),
      (#"{"M":{"a":{"N":"1"},"b":{"M":{}}}}"#, .map(["a": 1, "b": .map([:])])),
      (#"{"SS":["a","b"]}"#, .stringSet(["b", "a"])),
      (#"{"NS":["-1","2","10"]}"#, .numberSet([10, -1, 2])),
      (#"{"BS":["AA==","/w=="]}"#, .binarySet([[255], [0]])),
    ] as [(String, AttributeValue)])
  func form(json: String, value: AttributeValue) throws {
    #expect(String(decoding: value.json, as: UTF8.self) == json)
    #expect(try AttributeValue(json: Array(json.utf8)) == value)
  }

  @Test(
    "What is not a value is refused, and the kind of error says whether the JSON or the value is wrong",
    arguments: [
      (#"{"S":1}"#, "SerializationException"), (#"{"N":1}"#, "SerializationException"),
      (#"{"N":"one"}"#, "ValidationException"), (#"{}"#, "ValidationException"),
      (#"{"S":"a","N":"1"}"#, "ValidationException"), (#"{"SS":[]}"#, "ValidationException"),
      (#"{"SS":["a","a"]}"#, "ValidationException"), (#"{"NS":["1","1.0"]}"#, "ValidationException"),
      (#"{"NULL":false}"#, "ValidationException"), (#"{"B":"a"}"#, "SerializationException"),
      (#"{"B":"AA=A"}"#, "SerializationException"), (#"{"X":"a"}"#, "ValidationException"),
      (#"{"S":null}"#, "ValidationException"), (#"{"S":"a"} x"#, "SerializationException"),
      (#"{"S":"\ud800"}"#, "SerializationException"), (#"{"S":"\q"}"#, "SerializationException"),
      ("{\"S\":\"a\nb\"}", "SerializationException"), (#"["S"]"#, "SerializationException"),
      (#"{"M":{"é":{"S":"a"},"é":{"S":"b"}}}"#, "SerializationException"),
    ])
  func refusals(json: String, code: String) {
    #expect { try AttributeValue(json: Array(json.utf8)) } throws: { ($0 as? DynamoDBError)?.code == code }
  }

  @Test("Strings are equal by their bytes, not by how they look")
  func bytesDecide() {
    #expect(AttributeValue.string("é") != .string("e\u{301}"))
    #expect(ValueSet(["é", "e\u{301}"]).count == 2)
  }
}
