import Foundation
import SwiftParser
import SwiftSyntax
import Testing

@Suite struct ExpansionTests {
  @Test func whatIsInAKeyIsStoredThereAlone() throws {
    let expanded = try Expanded(
      """
      @TableModel(naming: .snakeCase)
      struct Page {
        @PartitionKey var pk: KeyText { "TENANT#\\(tenant)#CACHE#\\(self.key)" }
        @SortKey var sk: KeyText { "META" }
        var tenant: String
        var key: String
        @Attribute("locale") var locale: String
        var revalidateSeconds: Int
      }
      """)
    #expect(expanded.messages.isEmpty)
    #expect(expanded.text.contains(#"ItemLayout(["pk", "sk", "locale", "revalidate_seconds"])"#))
    #expect(expanded.text.contains("static func key(tenant: String, key: String) -> TableTheoryModels.ModelKey<Page>"))
    #expect(expanded.text.contains("static func partition(tenant: String, key: String)"))
    #expect(
      expanded.text.contains(
        ##"[.text("TENANT#"), .value("tenant"), .text("#CACHE#"), .value("key")]"##))
  }

  @Test(arguments: ["public", "package"])
  func theAccessIsTheStructs(access: String) throws {
    let expanded = try Expanded(
      "@TableModel(naming: .camelCase) \(access) struct Page { @PartitionKey var pk: String }")
    #expect(expanded.text.contains("\(access) init(item: DynamoDB.Item)"))
    #expect(expanded.text.contains("\(access) static func key(pk: String)"))
  }

  @Test func whatIsNotStoredIsLeftOut() throws {
    let expanded = try Expanded(
      """
      @TableModel(naming: .camelCase)
      struct Page {
        static let limit: Int = 3
        @PartitionKey var pk: String
        let kind: String = "page"
        var title: String { didSet { print(title) } }
        var upper: String { title.uppercased() }
      }
      """)
    #expect(expanded.text.contains(#"ItemLayout(["pk", "title"])"#))
  }

  /// The extension stands at the top of the file: it names the model in full, and no type that is declared around it.
  @Test func aModelInAnotherTypeIsNamedInFull() throws {
    let expanded = try Expanded(
      """
      extension Shop.Orders {
        enum Outer {
          @TableModel(naming: .camelCase)
          struct Line {
            @PartitionKey var pk: KeyText { "LINE#\\(number)" }
            var number: Number
            var colour: Colour
            var other: Colour?
          }
        }
      }
      """)
    #expect(expanded.messages.isEmpty)
    #expect(expanded.text.contains("extension Shop.Orders.Outer.Line: TableTheoryModels.TableModel"))
    #expect(expanded.text.contains(#"ModelAttribute(\Shop.Orders.Outer.Line.colour, "colour")"#))
    #expect(expanded.text.contains("static func key(number: Number) -> TableTheoryModels.ModelKey<Line>"))
    #expect(!expanded.text.contains("Colour"))
  }

  @Test func aMapIsReadAndWrittenFieldByField() throws {
    let expanded = try Expanded(
      """
      public struct Person {
        @AttributeMap(naming: .snakeCase)
        public struct Address {
          public var streetName: String
          @OmitEmpty @Attribute("flat_no") public var flat: Int?
          let kind: String = "address"
        }
      }
      """)
    #expect(expanded.messages.isEmpty)
    #expect(expanded.text.contains("extension Person.Address: TableTheoryModels.AttributeMap"))
    #expect(expanded.text.contains(#"self.streetName = try fields.value("street_name")"#))
    #expect(expanded.text.contains(#"fields.set("flat_no", self.flat, omitsEmpty: true)"#))
    #expect(expanded.text.contains("public func write"))
    #expect(!expanded.text.contains("kind"))
  }

  /// More attributes than there are bits.
  @Test func aLargeModelIsWrittenAttributeByAttribute() throws {
    let members = (0..<70).map { "var a\($0): Int?" }.joined(separator: "\n")
    let expanded = try Expanded(
      "@TableModel(naming: .camelCase) struct Page { @PartitionKey var pk: String\n\(members) }")
    #expect(expanded.messages.isEmpty)
    #expect(expanded.text.contains(#"item["a69"] = self.a69.attributeValue"#))
    #expect(!expanded.text.contains("itemLayout.item("))
  }

  /// The benchmark and the release build do without the macro: what it writes is checked in.
  @Test func theBenchmarksConformanceIsWhatTheMacroWrites() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(
      path: "../../Benchmarks/Sources/ModelsBench")
    let model = try String(contentsOf: folder.appending(path: "EntryRow.swift"), encoding: .utf8)
      .replacing("// @", with: "@")
    let written = try String(contentsOf: folder.appending(path: "EntryRow+TableModel.swift"), encoding: .utf8)
    let expanded = try Expanded(model)
    #expect(expanded.messages.isEmpty)
    if let target = ProcessInfo.processInfo.environment["TABLETHEORY_WRITE_EXPANSION"] {
      try expanded.text.write(toFile: target, atomically: true, encoding: .utf8)
    }
    let (right, found) = (conformance(expanded.text), conformance(written))
    #expect(found.count == right.count)
    let difference = zip(found, right).enumerated().first { $0.element.0 != $0.element.1 }?.offset
    #expect(difference == nil, "from \(right.dropFirst(difference ?? 0).prefix(9)) on")
  }

  /// The benchmark does without the functions that make keys.
  private func conformance(_ source: String) -> [String] { tokens(source).drop { $0 != "extension" }.map { $0 } }

  /// Without white space and comments, which the formatter changes; and without the commas that it puts at ends.
  private func tokens(_ source: String) -> [String] {
    let tokens = Parser.parse(source: source).tokens(viewMode: .sourceAccurate).map(\.text).filter { !$0.isEmpty }
    return tokens.enumerated().filter { index, token in
      token != "," || index + 1 == tokens.count || !["]", ")"].contains(tokens[index + 1])
    }.map(\.element)
  }
}
