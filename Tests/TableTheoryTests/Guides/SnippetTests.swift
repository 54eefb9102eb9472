import Testing

/// A guide's code is what a test compiles and, where it can, runs. A block that differs from it by a character fails here.
///
/// Its passages, between empty lines, stand in one file of `Tests` or `Examples`, in their order. So a test may have its
/// own lines between them, and lines that are the same in many tests are in the guide without being copied.
@Suite("Snippets")
struct SnippetTests {
  @Test("Every block of code in every guide stands in a compiled file", arguments: Guides.all)
  func compiled(guide: String) {
    for block in CodeBlock.blocks(of: guide) where block.excuse == nil {
      guard CompiledFile.languages.keys.contains(block.language) else { continue }
      let files = CompiledFile.all(in: block.language)
      let passages = Passage.passages(of: block.lines)
      if files.contains(where: { $0.has(passages) }) { continue }
      let unknown = passages.first { passage in !files.contains { $0.has([passage]) } }
      let what = unknown?.lines.joined(separator: "\n") ?? "its passages are in different files, or in another order"
      Issue.record("\(block) is not what a test compiles:\n\(what)")
    }
  }

  @Test("There are guides, with code, and files in which it is looked for")
  func found() {
    #expect(Guides.all.count > 10 && CompiledFile.all(in: "swift").count > 100)
    #expect(Guides.all.flatMap(CodeBlock.blocks).filter { $0.language == "swift" }.count > 25)
  }

  @Test("A block that is not compiled says why, and only where somebody else's package is needed")
  func excuses() {
    let excused = Guides.all.flatMap(CodeBlock.blocks).filter { $0.excuse != nil }
    #expect(excused.allSatisfy { $0.excuse?.isEmpty == false })
    for block in excused where block.language == "swift" {
      #expect(
        block.guide == "docs/adapters.md" || block.lines.first?.hasPrefix(".package(") == true,
        "\(block) could be compiled")
    }
  }

  @Test("Every block names its language")
  func languages() {
    let known: Set = ["swift", "sh", "console", "text", "ini", "go", "ts", "python", "json", "yaml"]
    for block in Guides.all.flatMap(CodeBlock.blocks) {
      #expect(known.contains(block.language), "\(block) begins with ```\(block.language)")
    }
  }

  @Test("A passage is found whatever its indentation, as a whole, and in order")
  func matching() {
    let file = CompiledFile(path: "", lines: ["func a() {", "  let b = 1", "  if b > 0 {", "    c()", "  }", "}"])
    #expect(file.has([Passage(["let b = 1"]), Passage(["if b > 0 {", "  c()", "}"])]))
    #expect(!file.has([Passage(["if b > 0 {", "  c()", "}"]), Passage(["let b = 1"])]))
    #expect(!file.has([Passage(["if b > 0 {", "c()", "}"])]))
    #expect(!file.has([Passage(["let b = 2"])]))
    #expect(!file.has([Passage(["c()", "d()"])]))
  }
}
