import TableTheoryDocuments
import Testing

@Suite("What is no DMS document")
struct DMSRefusalTests {
  /// One line of a sound document replaced by another.
  private static func document(_ line: Int, _ replacement: String) -> String {
    var lines = [
      #"dms_version: "0.1""#,
      "models:",
      #"  - name: "A""#,
      #"    table: { name: "a" }"#,
      #"    naming: { convention: "snake_case" }"#,
      #"    keys: { partition: { attribute: "pk", type: "S" } }"#,
      "    attributes:",
      #"      - { attribute: "pk", type: "S", required: true, roles: ["pk"] }"#,
      #"      - { attribute: "n", type: "N", optional: true }"#,
      "    indexes:",
      #"      - { name: "i", type: "GSI", partition: { attribute: "n", type: "N" }, projection: { type: "ALL" } }"#,
    ]
    lines[line - 1] = replacement
    return lines.joined(separator: "\n") + "\n"
  }

  @Test("The document itself is sound")
  func sound() throws {
    #expect(try DMSDocument(Self.document(1, #"dms_version: "0.1""#)).models.count == 1)
  }

  @Test(
    "Each is refused with its line and what would be right",
    arguments: [
      (1, #"dms_version: "0.2""#, "reads no other"),
      (1, "dms_version: 0.1", "in quotes"),
      (1, "dms_version: \"0.1\"\nversion: 1", "no member \"version\""),
      (3, #"  - name: &a "A""#, "anchors"),
      (3, #"  - name: !text "A""#, "tags are not"),
      (3, "  - name: no", "write it in quotes"),
      (3, "  - name: 2026-01-01", "write it in quotes"),
      (3, "  - name: 0x1F", "write it in quotes"),
      (3, "  - <<: {}\n    name: \"A\"", "merge keys"),
      (3, "  - 1: \"A\"", "a name is a string"),
      (3, "  - \tname: \"A\"\n\t- b", ""),
      (4, #"    table: "a""#, "table is a mapping"),
      (4, #"    table: {}"#, "has no name"),
      (4, #"    tables: { name: "a" }"#, "has no table"),
      (4, "    table: { name: \"a\" }\n    table: { name: \"b\" }", "stands twice"),
      (5, #"    naming: { convention: "kebab" }"#, "none of camelCase, snake_case"),
      (6, #"    keys: { partition: { attribute: "key", type: "S" } }"#, "none of the model's attributes"),
      (6, #"    keys: { partition: { attribute: "pk", type: "N" } }"#, "pk is N, the attribute S"),
      (6, #"    keys: { partition: { attribute: "pk", type: "L" } }"#, "none of S, N, B"),
      (8, #"      - { attribute: "pk", type: "S", roles: ["primary"] }"#, "no role \"primary\""),
      (8, #"      - { attribute: "pk", type: "S", required: true, optional: true }"#, "both required and optional"),
      (8, #"      - { attribute: "pk", type: "S", optional: true }"#, "cannot be optional"),
      (8, #"      - { attribute: "pk", type: "S", required: "yes" }"#, "true or false"),
      (9, #"      - { attribute: "n", type: "INT" }"#, "none of S, N"),
      (9, #"      - { attribute: "n", type: "N", roles: ["pk"] }"#, ""),
      (9, #"      - { attribute: "aN", type: "N" }"#, "snake_case"),
      (9, #"      - { attribute: "n", type: "S", roles: ["ttl"] }"#, "epoch seconds"),
      (9, #"      - { attribute: "n", type: "N", json: true }"#, "stored as S"),
      (9, #"      - { attribute: "n", type: "S", tags: { key_templates: ["{"] } }"#, "braces"),
      (11, #"      - { name: "i", type: "GSI", partition: { attribute: "m", type: "N" } }"#, "no attribute"),
      (11, #"      - { name: "i", type: "GSI", partition: { attribute: "n", type: "S" } }"#, "the attribute itself N"),
      (
        11,
        #"      - { name: "i", type: "GSI", partition: { attribute: "n", type: "N" }, projection: { type: "INCLUDE" } }"#,
        "names its fields"
      ),
      (11, #"      - { name: "i", type: "LSI", partition: { attribute: "n", type: "N" } }"#, "table's partition key"),
    ])
  func refused(line: Int, replacement: String, message: String) {
    do {
      _ = try DMSDocument(Self.document(line, replacement))
      Issue.record("\(replacement) was read")
    } catch {
      #expect(error.description.contains(message), "\(error)")
      if !message.isEmpty { #expect([line - 1, line, line + 1].contains(error.line), "\(error)") }
    }
  }

  @Test(
    "No text at all, another document, an alias, depth without end",
    arguments: ["", "# nothing", "a: [", "--- {}\n--- {}", "a: *b"])
  func texts(text: String) {
    #expect(throws: DocumentError.self) { try DMSDocument(text) }
  }

  @Test("Nesting without end is refused, not a crash")
  func depth() {
    #expect(throws: DocumentError.self) { try DMSDocument(String(repeating: "[", count: 100_000)) }
    #expect(throws: DocumentError.self) { try DMSDocument(String(repeating: "{\"a\":", count: 100_000)) }
    #expect(throws: DocumentError.self) { try DMSDocument(String(repeating: "- ", count: 100_000)) }
  }
}
