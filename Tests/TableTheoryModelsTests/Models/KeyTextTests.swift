import DynamoDB
import Testing

@testable import TableTheoryModels

@Suite struct KeyTextTests {
  private func pair(_ tenant: String, _ key: String) -> KeyText { "TENANT#\(tenant)#CACHE#\(key)" }

  @Test func theFormIsTheContracts() {
    #expect(pair("acme", "home").text == "TENANT#acme#CACHE#home")
    #expect(("META" as KeyText).text == "META")
    #expect(("V#\(7)#\(Timestamp(seconds: 0))" as KeyText).text == "V#7#1970-01-01T00:00:00.000000000Z")
  }

  /// All texts of up to three of the letters that could do harm, in both places.
  @Test func differentValuesMakeDifferentKeys() throws {
    let letters = ["#", "%", "2", "3", "a"]
    var words = [""]
    for _ in 0..<3 { words = [""] + words.flatMap { word in letters.map { word + $0 } } }
    words = Array(Set(words))
    var seen: Set<String> = []
    for tenant in words {
      for key in words {
        let text = pair(tenant, key).text
        #expect(seen.insert(text).inserted)
        var reader = KeyTextReader(text, of: "Page", "pk")
        try reader.literal("TENANT#")
        #expect(try reader.value(as: String.self) == tenant)
        try reader.literal("#CACHE#")
        #expect(try reader.value(as: String.self) == key)
        try reader.end()
      }
    }
    #expect(seen.count == words.count * words.count)
  }

  @Test func aTenantDoesNotReachIntoAnothersKeys() {
    #expect(!pair("acme#CACHE#x", "y").text.hasPrefix("TENANT#acme#"))
  }

  /// What no value makes is read as none: otherwise two keys would be one value.
  @Test(arguments: ["007", "+7", "-0", "", "x", "9223372036854775808"])
  func aNumberHasOneText(text: String) {
    var reader = KeyTextReader(text, of: "Page", "pk")
    #expect(throws: ModelError.self) { try reader.value(as: Int.self) }
  }

  @Test(arguments: ["a%", "a%2", "a%24", "%zz"])
  func anEscapeIsWhole(text: String) {
    var reader = KeyTextReader(text, of: "Page", "pk")
    #expect(throws: ModelError.self) { try reader.value(as: String.self) }
  }

  @Test func theLastValueMayBeVerbatim() throws {
    let key: KeyText = "CACHE#\(verbatim: "a#b%c")"
    #expect(key.text == "CACHE#a#b%c")
    var reader = KeyTextReader(key.text, of: "Page", "pk")
    try reader.literal("CACHE#")
    #expect(reader.verbatim() == "a#b%c")
    try reader.end()
  }

  @Test func whatWouldMakeOneKeyOfTwoListsOfValuesStopsTheProgram() async {
    await #expect(processExitsWith: .failure) { _ = "\("a")\("b")" as KeyText }
    await #expect(processExitsWith: .failure) { _ = "A#\("a")-\("b")" as KeyText }
    await #expect(processExitsWith: .failure) { _ = "A#\(verbatim: "a")#B" as KeyText }
  }

  @Test func keysAreEqualWhenTheirBytesAre() {
    #expect(("A#\("\u{E9}")" as KeyText) != ("A#\("e\u{301}")" as KeyText))
  }
}

@Suite struct ModelKeyTests {
  @Test func aConstantSortKeyNeedNotBeSaid() {
    #expect(Counter.key().item == ["pk": "SITE#a", "sk": "COUNTER"])
  }

  @Test func aKeyThatIsNotTheModelsIsNotSent() async throws {
    let tables = try await Tables()
    for item: Item in [["pk": "SITE#a"], ["pk": "SITE#a", "sk": "x", "headline": "h"], [:]] {
      guard
        case .invalid = await failure({ () throws(TypedTableError) in try await tables.articles.get(ModelKey(item)) })
      else {
        Issue.record("\(item) was sent")
        continue
      }
    }
    #expect(tables.client.sent(GetItem.self).isEmpty)
  }

  @Test func aValueKnowsItsKey() throws {
    #expect(try Article(slug: "1").modelKey() == Article.key("1"))
  }
}
