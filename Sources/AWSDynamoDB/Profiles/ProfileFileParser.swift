/// Reads the shared files' dialect of INI.
///
/// A line that is indented deeper than the setting above it goes on with that setting: with its text, or, where the
/// setting itself is empty, with settings nested in it. Comments are lines that begin with `#` or `;`, and what
/// follows one of these after white space behind a value. Sections of one name are one section; of two settings of one
/// name the later counts.
struct ProfileFileParser {
  private let kind: ProfileFile.Kind
  private var file = ProfileFile()
  private var section = SectionName.none
  private var setting: OpenSetting?
  /// How deep the line is indented that began the last section or setting.
  private var indentation = 0
  /// The two spellings of the default profile in a `config` file; `[profile default]` counts where both are there.
  private var plainDefault: ProfileFile.Section?

  private enum SectionName {
    /// Before the first section.
    case none
    case profile(String)
    case plainDefault
    case services(String)
    /// A section of other tools.
    case other
  }

  private struct OpenSetting {
    var name: String
    var text: String
    var rest: [(line: Int, text: Substring)] = []
  }

  private init(_ kind: ProfileFile.Kind) { self.kind = kind }

  static func parse(_ text: String, as kind: ProfileFile.Kind) throws(ProfileFileError) -> ProfileFile {
    var parser = ProfileFileParser(kind)
    var number = 0
    let withoutMark =
      text.unicodeScalars.first == "\u{FEFF}" ? text.unicodeScalars.dropFirst() : text.unicodeScalars[...]
    // By scalars: to Swift, CR LF is a single character.
    for line in withoutMark.split(separator: "\n", omittingEmptySubsequences: false) {
      number += 1
      try parser.read(Substring(line), number: number)
    }
    try parser.closeSetting()
    if let section = parser.plainDefault, parser.file.profiles["default"] == nil {
      parser.file.profiles["default"] = section
    }
    return parser.file
  }

  private mutating func read(_ line: Substring, number: Int) throws(ProfileFileError) {
    let content = line.trimmed
    guard let first = content.first, first != "#", first != ";" else { return }
    let depth = line.unicodeScalars.prefix(while: \.isBlank).count
    if depth > indentation, setting != nil {
      setting?.rest.append((number, content))
      return
    }
    try closeSetting()
    indentation = depth
    if first == "[" {
      section = try sectionName(content, number: number)
      openSection()
    } else {
      try openSetting(content, number: number)
    }
  }
}

// MARK: - Sections

extension ProfileFileParser {
  private func sectionName(_ line: Substring, number: Int) throws(ProfileFileError) -> SectionName {
    guard let end = line.firstIndex(of: "]") else {
      throw ProfileFileError(line: number, problem: "a section's name has no closing bracket")
    }
    let name = line[line.index(after: line.startIndex)..<end].trimmed
    guard !name.isEmpty else { throw ProfileFileError(line: number, problem: "a section has no name") }
    if kind == .credentials { return .profile(String(name)) }
    if name == "default" { return .plainDefault }
    guard let words = CommandLineWords.split(String(name)), words.count == 2 else { return .other }
    return switch words[0] {
    case "profile": .profile(words[1])
    case "services": .services(words[1])
    default: .other
    }
  }

  /// An empty section is there all the same.
  private mutating func openSection() {
    switch section {
    case .profile(let name): file.profiles[name, default: [:]] = file.profiles[name, default: [:]]
    case .plainDefault: plainDefault = plainDefault ?? [:]
    case .services(let name): file.services[name, default: [:]] = file.services[name, default: [:]]
    case .none, .other: break
    }
  }
}

// MARK: - Settings

extension ProfileFileParser {
  private mutating func openSetting(_ line: Substring, number: Int) throws(ProfileFileError) {
    if case .none = section {
      throw ProfileFileError(line: number, problem: "a setting stands before the first section")
    }
    let (name, value) = try Self.assignment(line, number: number)
    setting = OpenSetting(name: name, text: value)
  }

  private mutating func closeSetting() throws(ProfileFileError) {
    guard let open = setting else { return }
    setting = nil
    var value = ProfileFile.Setting.text(open.rest.reduce(open.text) { $0 + "\n" + $1.text })
    if open.text.isEmpty, !open.rest.isEmpty {
      var nested: [String: String] = [:]
      for (number, line) in open.rest {
        let (name, value) = try Self.assignment(line, number: number)
        nested[name] = value
      }
      value = .nested(nested)
    }
    switch section {
    case .profile(let name): file.profiles[name, default: [:]][open.name] = value
    case .plainDefault: plainDefault?[open.name] = value
    case .services(let name): file.services[name, default: [:]][open.name] = value
    case .none, .other: break
    }
  }

  private static func assignment(
    _ line: Substring, number: Int
  ) throws(ProfileFileError) -> (name: String, value: String) {
    guard let sign = line.firstIndex(of: "=") else {
      throw ProfileFileError(line: number, problem: "neither a section, nor a setting with \"=\", nor a comment")
    }
    let name = line[..<sign].trimmed
    guard !name.isEmpty else { throw ProfileFileError(line: number, problem: "a setting has no name") }
    return (name.lowercased(), String(line[line.index(after: sign)...].withoutComment.trimmed))
  }
}

extension Substring {
  fileprivate var trimmed: Substring {
    var scalars = unicodeScalars
    while scalars.first?.isBlank == true { scalars.removeFirst() }
    while scalars.last?.isBlank == true { scalars.removeLast() }
    return Substring(scalars)
  }

  /// What stands before white space and a `#` or `;`.
  fileprivate var withoutComment: Substring {
    var previous: Unicode.Scalar?
    for index in unicodeScalars.indices {
      let scalar = unicodeScalars[index]
      if scalar == "#" || scalar == ";", previous?.isBlank == true { return self[..<index] }
      previous = scalar
    }
    return self
  }
}

extension Unicode.Scalar {
  fileprivate var isBlank: Bool { self == " " || ("\t"..."\r").contains(self) }
}
