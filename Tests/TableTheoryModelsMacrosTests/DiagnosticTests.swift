import Testing

/// What is wrong with a model is said where it stands, and mended by what the editor offers.
@Suite struct DiagnosticTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var members: String
    var says: String
    /// The members, mended; `nil` where nobody but the author knows what is right.
    var mended: String?
    var testDescription: String { "\(says): \(members)" }

    init(_ members: String, _ says: String, _ mended: String?) {
      self.members = members
      self.says = says
      self.mended = mended
    }
  }

  private func model(_ members: String, marks: String = "") -> String {
    "@TableModel(naming: .camelCase)\n\(marks)struct Page {\n  \(members)\n}\n"
  }

  static let key = "@PartitionKey var pk: String; "

  @Test(arguments: [
    Case("var pk: String", "has no partition key", "@PartitionKey var pk: String"),
    Case("var name: String", "has no partition key", nil),
    Case(
      key + "@PartitionKey var other: String", "an item has one partition key, and 'pk' is it already",
      key + "var other: String"),
    Case(
      key + "@SortKey var a: String; @SortKey var b: String", "an item has one sort key",
      key + "@SortKey var a: String; var b: String"),
    Case(
      key + "@Version var a: Int; @Version var b: Int", "an item has one version",
      key + "@Version var a: Int; var b: Int"),
    Case(
      key + "@TimeToLive var a: Date; @TimeToLive var b: Date", "an item has one TTL",
      key + "@TimeToLive var a: Date; var b: Date"),
    Case(
      "@PartitionKey var pk: String?", "@PartitionKey cannot be on an optional", "@PartitionKey var pk: String"),
    Case(
      key + "@SortKey var sk: Optional<String>", "@SortKey cannot be on an optional", key + "@SortKey var sk: String"),
    Case(key + "@Version var v: Int?", "@Version cannot be on an optional", key + "@Version var v: Int"),
    Case(
      key + "@CreatedAt var c: Timestamp?", "@CreatedAt cannot be on an optional", key + "@CreatedAt var c: Timestamp"),
    Case(key + "@UpdatedAt var u: Date?", "@UpdatedAt cannot be on an optional", key + "@UpdatedAt var u: Date"),
    Case("@PartitionKey var pk: Bool", "a key is text, a number or bytes, not 'Bool'", nil),
    Case("@PartitionKey var pk: [String]", "a key is text, a number or bytes", nil),
  ])
  func roles(_ one: Case) throws { try check(one) }

  @Test(arguments: [
    Case(key + "@TimeToLive var ttl: Int?", "a TTL is a moment", key + "@TimeToLive var ttl: Timestamp?"),
    Case(key + "@TimeToLive var ttl: String", "not 'String'", key + "@TimeToLive var ttl: Timestamp?"),
    Case(key + "@CreatedAt var c: String", "@CreatedAt is a moment", key + "@CreatedAt var c: Timestamp"),
    Case(key + "@Version var v: String", "a version is a whole number", key + "@Version var v: Int"),
    Case(key + "var n = 3", "the type of 'n' has to be written", key + "var n: Int = 3"),
    Case(key + "var n = make()", "the type of 'n' has to be written", nil),
    Case(
      key + "@Version @CreatedAt var v: Int", "cannot be marked with @Version and with @CreatedAt",
      key + "@Version var v: Int"),
    Case(
      key + "@Version @JSON var v: Int", "cannot be marked with @Version and with @JSON", key + "@Version var v: Int"),
  ])
  func types(_ one: Case) throws { try check(one) }

  @Test(arguments: [
    Case(
      key + "@Attribute(\"s3_key\") var k: String", "'s3_key' is not in camel case",
      key + "@Attribute(\"s3Key\") var k: String"),
    Case(key + "@Attribute(\"Key\") var k: String", "is not in camel case", key + "@Attribute(\"key\") var k: String"),
    Case(
      key + "var my_name: String", "'my_name' is not in camel case", key + "@Attribute(\"myName\") var my_name: String"),
    Case(key + "@Attribute(\"\") var k: String", "one text", nil),
    Case(key + "@Attribute(\"pk\") var k: String", "'pk' is stored as 'pk' already", nil),
  ])
  func names(_ one: Case) throws { try check(one) }

  @Test func snakeCaseIsTheOtherWayRound() throws {
    let source =
      "@TableModel(naming: .snakeCase) struct Page { @PartitionKey var pk: String; @Attribute(\"s3Key\") var k: String }"
    let expanded = try Expanded(source)
    #expect(expanded.messages == ["'s3Key' is not in snake case, as the model's names are to be"])
    #expect(expanded.mended.contains("@Attribute(\"s3_key\")"))
    #expect(try Expanded(expanded.mended).messages.isEmpty)
  }

  @Test(arguments: [
    Case(
      "@PartitionKey var pk: KeyText { \"A#\\(a)\\(b)\" }; var a: String; var b: String", "begins with '#'",
      "@PartitionKey var pk: KeyText { \"A#\\(a)#\\(b)\" }; var a: String; var b: String"),
    Case(
      "@PartitionKey var pk: KeyText { \"A#\\(a)-\\(b)\" }; var a: String; var b: String", "begins with '#'",
      "@PartitionKey var pk: KeyText { \"A#\\(a)#-\\(b)\" }; var a: String; var b: String"),
    Case(
      "@PartitionKey var pk: String { \"A#\\(a)\" }; var a: String", "of the type KeyText",
      "@PartitionKey var pk: KeyText { \"A#\\(a)\" }; var a: String"),
    Case(
      "@PartitionKey var pk: KeyText { \"A#\\(a.count)\" }; var a: String", "one of the model's stored properties", nil),
    Case("@PartitionKey var pk: KeyText { \"A#\\(b)\" }; var a: String", "one of the model's stored properties", nil),
    Case("@PartitionKey var pk: KeyText { make() }; var a: String", "a computed key is one text", nil),
    Case("@PartitionKey var pk: KeyText { \"\" }", "cannot be empty", nil),
    Case(
      "@PartitionKey var pk: KeyText { \"A#\\(verbatim: a)#B\" }; var a: String", "verbatim comes last", nil),
    Case(
      "@PartitionKey var pk: KeyText { \"A#\\(a)\" }; @OmitEmpty var a: String", "'a' is stored in a key alone", nil),
  ])
  func keyTexts(_ one: Case) throws { try check(one) }

  @Test func anIndexIsOnAnAttribute() throws {
    func expanded(_ index: String) throws -> Expanded {
      try Expanded(model(Self.key + "var author: String", marks: index + "\n"))
    }
    #expect(try expanded("@Index(\"by-author\", partition: \"author\", sort: \"pk\")").messages.isEmpty)
    let near = try expanded("@Index(\"by-author\", partition: \"autor\")")
    #expect(near.messages == ["the index 'by-author' is on 'autor', which is no attribute of the model"])
    #expect(near.mended.contains("@Index(\"by-author\", partition: \"author\")"))
    let far = try expanded("@Index(\"by-author\", partition: \"author\", sort: \"publication\")")
    #expect(far.messages == ["the index 'by-author' is on 'publication', which is no attribute of the model"])
    #expect(!far.mended.contains("@Index"))
    let twice = try expanded("@Index(\"i\", partition: \"author\") @Index(\"i\", partition: \"pk\")")
    #expect(twice.messages == ["there is an index 'i' already"])
    #expect(try Expanded(twice.mended).messages.isEmpty)
    #expect(
      try expanded("@Index(name, partition: \"author\")").messages.first?.hasPrefix("an index has a name") == true)
  }

  @Test(arguments: [
    "@TableModel(naming: .camelCase) class Page { @PartitionKey var pk: String = \"\" }",
    "@TableModel(naming: .camelCase) enum Page {}",
    "@TableModel(naming: .camelCase) struct Page<A> { @PartitionKey var pk: String }",
  ])
  func anythingButAPlainStructIsRefused(source: String) throws {
    let expanded = try Expanded(source)
    #expect(expanded.messages == ["@TableModel is for a struct without generic parameters"])
    #expect(expanded.text.isEmpty)
  }

  @Test(arguments: ["TableModel", "AttributeMap"])
  func whatAnExtensionCannotSeeIsMadeVisible(mark: String) throws {
    let expanded = try Expanded(
      "enum Shop { @\(mark)(naming: .camelCase) private struct Page { @PartitionKey var pk: String } }"
        .replacing("@PartitionKey ", with: mark == "TableModel" ? "@PartitionKey " : ""))
    #expect(expanded.messages.first?.contains("'private' in a type is not seen") == true)
    #expect(expanded.mended.contains("fileprivate struct Page"))
    #expect(try Expanded(expanded.mended).messages.isEmpty)
    let outer = try Expanded(
      "private enum Shop { private enum Rows { @TableModel(naming: .camelCase) struct Page { @PartitionKey var pk: String } } }"
    )
    #expect(outer.mended.hasPrefix("private enum Shop { fileprivate enum Rows"))
    #expect(try Expanded(outer.mended).messages.isEmpty)
    let inGeneric = try Expanded("struct Shop<A> { @\(mark)(naming: .camelCase) struct Page { var pk: String } }")
    #expect(inGeneric.messages.first?.contains("within a generic type") == true)
    #expect(inGeneric.text.isEmpty)
  }

  @Test(arguments: [
    Case("@Version var v: Int", "@Version is for a model's own attributes", "var v: Int"),
    Case("@JSON var v: Layout", "@JSON is for a model's own attributes", "var v: Layout"),
    Case("var my_name: Int", "'my_name' is not in camel case", "@Attribute(\"myName\") var my_name: Int"),
    Case("@Attribute(\"a\") var b: Int; var a: Int", "'b' is stored as 'a' already", nil),
    Case("@Attribute(\"\") var a: Int", "one text", nil),
  ])
  func fieldsOfMaps(_ one: Case) throws {
    func map(_ members: String) -> String { "@AttributeMap(naming: .camelCase)\nstruct Part {\n  \(members)\n}\n" }
    let expanded = try Expanded(map(one.members))
    #expect(expanded.messages.contains { $0.contains(one.says) }, "\(expanded.messages)")
    #expect(expanded.text.isEmpty)
    #expect(expanded.mended == map(one.mended ?? one.members))
    if one.mended != nil { #expect(try Expanded(expanded.mended).messages.isEmpty) }
  }

  private func check(_ one: Case) throws {
    let expanded = try Expanded(model(one.members))
    #expect(expanded.messages.contains { $0.contains(one.says) }, "\(expanded.messages)")
    #expect(expanded.text.isEmpty)
    guard let mended = one.mended else {
      #expect(expanded.mended == model(one.members))
      return
    }
    #expect(expanded.mended == model(mended))
    #expect(try Expanded(expanded.mended).messages.isEmpty, "what was mended is right")
  }
}
