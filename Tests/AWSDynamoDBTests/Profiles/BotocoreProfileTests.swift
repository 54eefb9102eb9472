import Testing

@testable import AWSDynamoDB

@Suite("Config files are read as botocore reads them")
struct BotocoreProfileTests {
  @Test("Every file gives the same profiles, services, settings and nested settings, or an error in both")
  func vectors() throws {
    let lines = botocoreProfiles.split(separator: "\n")
    #expect(lines.count >= 200)
    for line in lines {
      let halves = try #require(line.firstRange(of: " | "))
      let text = Self.unescaped(line[..<halves.lowerBound])
      let expected = Self.unescaped(line[halves.upperBound...])
      #expect(Self.account(of: text) == expected, "\(line)")
    }
  }

  private static func account(of text: String) -> String {
    guard let file = try? ProfileFileParser.parse(text, as: .config) else { return "!" }
    let sections = [("profiles", file.profiles), ("services", file.services)]
    return sections.flatMap { kind, sections in
      ordered(sections).flatMap { name, section in
        ["\(kind) \(name)"] + ordered(section).flatMap { key, setting in lines(key, setting) }
      }
    }.joined(separator: "\n")
  }

  private static func lines(_ key: String, _ setting: ProfileFile.Setting) -> [String] {
    switch setting {
    case .text(let text): ["  \(key)=\(text)"]
    case .nested(let settings): ["  \(key):"] + ordered(settings).map { "    \($0)=\($1)" }
    }
  }

  private static func ordered<Value>(_ entries: [String: Value]) -> [(String, Value)] {
    entries.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map { ($0.key, $0.value) }
  }

  private static func unescaped(_ text: Substring) -> String {
    var result = ""
    var characters = text.makeIterator()
    while let character = characters.next() {
      guard character == "\\" else {
        result.append(character)
        continue
      }
      switch characters.next() {
      case "n": result += "\n"
      case "r": result += "\r"
      case "t": result += "\t"
      case let other?: result.append(other)
      case nil: break
      }
    }
    return result
  }
}
