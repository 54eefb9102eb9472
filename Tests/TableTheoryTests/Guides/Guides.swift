import FoundationEssentials

/// The guides and the compiled sources, as they are in the working copy.
enum Guides {
  /// The package's folder.
  static let root: String = {
    let folder = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
    return #filePath.hasPrefix("/") ? "/" + folder : FileManager.default.currentDirectoryPath
  }()

  /// The README, the guides and what else has code for a reader.
  static let all: [String] = {
    let folders = ["docs", "Examples"].flatMap { folder in
      files(below: folder).filter { $0.hasSuffix(".md") }
    }
    return (["README.md", "CONTRIBUTING.md"] + folders).sorted()
  }()

  static func text(of path: String) -> String {
    FileManager.default.contents(atPath: "\(root)/\(path)").map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  static func files(below folder: String) -> [String] {
    ((try? FileManager.default.subpathsOfDirectory(atPath: "\(root)/\(folder)")) ?? []).map { "\(folder)/\($0)" }
  }
}

/// A fenced block of a guide.
struct CodeBlock: CustomStringConvertible {
  var guide: String
  var line: Int
  var language: String
  /// Why it is not compiled, where a comment in front of it says so: `<!-- not compiled: ... -->`.
  var excuse: String?
  var lines: [String] = []

  var description: String { "\(guide):\(line)" }

  static func blocks(of guide: String) -> [CodeBlock] {
    var blocks: [CodeBlock] = []
    var open: CodeBlock?
    var excuse: String?
    let lines = Guides.text(of: guide).split(separator: "\n", omittingEmptySubsequences: false)
    for (number, line) in zip(1..., lines) {
      if line.hasPrefix("```") {
        if let block = open {
          blocks.append(block)
          open = nil
        } else {
          open = CodeBlock(guide: guide, line: number, language: String(line.dropFirst(3)), excuse: excuse)
          excuse = nil
        }
      } else if open != nil {
        open?.lines.append(String(line))
      } else if line.hasPrefix("<!-- not compiled: "), line.hasSuffix(" -->") {
        excuse = String(line.dropFirst(19).dropLast(4))
      } else if !line.isEmpty {
        excuse = nil
      }
    }
    return blocks
  }
}

/// Lines without the indentation that they have in common.
struct Passage: Hashable {
  var lines: [String]

  init(_ lines: some Collection<String>) {
    let indentation = lines.lazy.filter { !$0.isEmpty }.map { $0.prefix { $0 == " " }.count }.min() ?? 0
    self.lines = lines.map { String($0.dropFirst(indentation)) }
  }

  /// What is between empty lines.
  static func passages(of lines: [String]) -> [Passage] {
    lines.split { $0.allSatisfy { $0 == " " } }.map { Passage($0) }
  }
}

/// A compiled file in which passages are looked for.
struct CompiledFile {
  var path: String
  var lines: [String]

  /// Those of the tests and examples, of one language.
  static func all(in language: String) -> [CompiledFile] { files[language] ?? [] }

  /// The languages whose blocks are compiled or run in the tests.
  static let languages = ["swift": ".swift", "go": ".go", "ts": ".ts", "python": ".py"]

  private static let files: [String: [CompiledFile]] = languages.mapValues { suffix in
    ["Tests", "Examples"].flatMap(Guides.files).filter { $0.hasSuffix(suffix) }.map {
      CompiledFile(
        path: $0, lines: Guides.text(of: $0).split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
    }
  }

  /// Whether the passages are in it, each as a whole and in this order, whatever is between them.
  func has(_ passages: [Passage]) -> Bool {
    var start = 0
    for passage in passages {
      let count = passage.lines.count
      guard
        let found = (start..<max(start, lines.count - count + 1)).first(where: { index in
          lines[index].hasSuffix(passage.lines[0]) && Passage(lines[index..<index + count]) == passage
        })
      else { return false }
      start = found + count
    }
    return true
  }
}
