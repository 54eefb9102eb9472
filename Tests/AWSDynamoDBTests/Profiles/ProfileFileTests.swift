import Testing

@testable import AWSDynamoDB

@Suite("The shared files' dialect of INI")
struct ProfileFileTests {
  private func config(_ text: String) throws -> ProfileFile { try ProfileFileParser.parse(text, as: .config) }

  @Test("A comment ends a value where white space stands before it, and nowhere else")
  func comments() throws {
    let file = try config("[default] ; mine\na = 1 # one\nb = 2\t; two\nc = x#y;z\nd = # nothing\n# e = 5\n  ; f = 6")
    #expect(file.profiles["default"] == ["a": .text("1"), "b": .text("2"), "c": .text("x#y;z"), "d": .text("")])
  }

  @Test("Sections of one name are one section, and of settings of one name the later counts")
  func duplicates() throws {
    let file = try config("[profile a]\nx = 1\ny = 1\n[default]\n[profile a]\nY = 2\ny = 3")
    #expect(file.profiles["a"] == ["x": .text("1"), "y": .text("3")])
  }

  @Test("[profile default] counts where [default] is there as well, in either order")
  func twoDefaults() throws {
    for sections in [
      ["[default]\na = 1", "[profile default]\nb = 2"], ["[profile default]\nb = 2", "[default]\na = 1"],
    ] {
      #expect(try config(sections.joined(separator: "\n")).profiles["default"] == ["b": .text("2")])
    }
  }

  @Test("In a credentials file a section's name is the profile's, as it stands")
  func credentials() throws {
    let file = try ProfileFileParser.parse("[default]\na = 1\n[my team]\nb = 2\n[profile x]", as: .credentials)
    #expect(Set(file.profiles.keys) == ["default", "my team", "profile x"])
  }

  @Test("Nested settings lose their comments as others do")
  func nested() throws {
    let file = try config(
      "[services local]\ndynamodb = \n  Endpoint_URL = http://localhost:8000 # here\n  # no\n\n  x = 1")
    #expect(
      file.services["local"]?["dynamodb"] == .nested(["endpoint_url": "http://localhost:8000", "x": "1"]))
  }

  @Test("A byte order mark is passed over, and so is a carriage return")
  func marks() throws {
    #expect(try config("\u{FEFF}[default]\r\na = 1\r\n").profiles["default"] == ["a": .text("1")])
  }

  @Test(
    "What is malformed is told with its line, and not quoted",
    arguments: [
      ("[default]\nSECRET", 2), ("SECRET = 1", 1), ("[default]\n\n# c\n= SECRET", 4), ("[SECRET", 1), ("[]", 1),
      ("[default]\ns3 =\n  a = 1\n  SECRET\nb = 1", 4), ("[default]\r\na = 1\r\nSECRET", 3), ("[preview]\nSECRET", 2),
    ])
  func malformed(text: String, line: Int) {
    #expect { try config(text) } throws: { error in
      (error as? ProfileFileError)?.line == line && !"\(error)".contains("SECRET")
    }
  }

  @Test(
    "Words are those of a POSIX shell",
    arguments: [
      ("", []), ("  a  b\tc ", ["a", "b", "c"]), (#""a b" 'c d'e"#, ["a b", "c de"]), (#"a\ b \"c"#, ["a b", "\"c"]),
      (#""a\"b\\c\d" '\'"#, [#"a"b\c\d"#, #"\"#]), (#""" x"#, ["", "x"]), ("$HOME ~ *", ["$HOME", "~", "*"]),
      ("\"open", nil), ("'open", nil), ("a\\", nil), ("é 'ü", nil), ("é", ["é"]),
    ] as [(String, [String]?)])
  func words(text: String, words: [String]?) {
    #expect(CommandLineWords.split(text) == words)
  }
}
