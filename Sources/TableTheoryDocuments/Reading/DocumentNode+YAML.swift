import Yams

extension DocumentNode {
  /// Reads one document: YAML 1.2 in its JSON-compatible subset, or JSON.
  ///
  /// - Throws: ``DocumentError`` for what is not YAML, and for what readers of other languages would take for something else:
  ///   anchors, aliases, tags, merge keys, names that are not strings, and words without quotes that are a boolean, a number
  ///   or a date to some of them.
  package init(yaml text: String) throws(DocumentError) {
    let parser: Parser
    let root: Node?
    do {
      parser = try Parser(yaml: SurrogatePairs.joined(in: text), resolver: .basic, encoding: .utf8)
      root = try parser.singleRoot()
    } catch let error as YamlError {
      throw DocumentError(error)
    } catch {
      throw DocumentError("the text is not YAML")
    }
    guard let root else { throw DocumentError("the document is empty") }
    // The parser owns the anchors.
    self = try withExtendedLifetime(parser) { () throws(DocumentError) in try DocumentNode(root) }
  }

  private init(_ node: Node) throws(DocumentError) {
    let place = node.mark
    line = place?.line ?? 1
    column = place?.column ?? 1
    value = .null
    guard node.anchor == nil else { throw error("anchors are not in the subset of YAML that a document is written in") }
    switch node {
    case .scalar(let scalar):
      try Self.check(node.tag, .str, at: self)
      value = scalar.style == .plain ? try plain(scalar.string) : .string(scalar.string)
    case .sequence(let sequence):
      try Self.check(node.tag, .seq, at: self)
      var elements: [DocumentNode] = []
      for element in sequence { elements.append(try DocumentNode(element)) }
      value = .sequence(elements)
    case .mapping(let mapping):
      try Self.check(node.tag, .map, at: self)
      var members: [Member] = []
      for (key, element) in mapping {
        let name = try DocumentNode(key)
        guard case .string(let text) = name.value else { throw name.error("a name is a string: write it in quotes") }
        if text == "<<" { throw name.error("merge keys are not in the subset of YAML that a document is written in") }
        members.append(Member(name: text, line: name.line, column: name.column, value: try DocumentNode(element)))
      }
      value = .mapping(members)
    case .alias: throw error("aliases are not in the subset of YAML that a document is written in")
    }
  }

  private static func check(_ tag: Tag, _ usual: Tag.Name, at node: DocumentNode) throws(DocumentError) {
    guard tag == Tag(usual) else {
      throw node.error("the tag \(tag): tags are not in the subset of YAML that a document is written in")
    }
  }

  private func plain(_ text: String) throws(DocumentError) -> Value {
    switch text {
    case "", "~", "null": return .null
    case "true": return .bool(true)
    case "false": return .bool(false)
    default: break
    }
    if Self.isNumber(text) { return .number(text) }
    let words: Set<String> = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"]
    let looksLikeNumber = text.utf8.first.map { "+-.0123456789".utf8.contains($0) } ?? false
    guard !looksLikeNumber, !words.contains(text.lowercased()) else {
      throw error("\(text) without quotes is a number, a boolean or a date to some readers: write it in quotes")
    }
    return .string(text)
  }

  /// Source: RFC 8259, section 6.
  private static func isNumber(_ text: String) -> Bool {
    var rest = Substring(text).utf8
    if rest.first == UInt8(ascii: "-") { rest.removeFirst() }
    let whole = digits(of: &rest)
    guard whole > 0, whole == 1 || !text.drop(while: { $0 == "-" }).hasPrefix("0") else { return false }
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      guard digits(of: &rest) > 0 else { return false }
    }
    if let exponent = rest.first, exponent | 0x20 == UInt8(ascii: "e") {
      rest.removeFirst()
      if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest.removeFirst() }
      guard digits(of: &rest) > 0 else { return false }
    }
    return rest.isEmpty
  }

  private static func digits(of text: inout Substring.UTF8View) -> Int {
    let count = text.prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }.count
    text.removeFirst(count)
    return count
  }
}

extension DocumentError {
  fileprivate init(_ error: YamlError) {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      self.init(line: mark.line, column: mark.column, problem)
    case .duplicatedKeysInMapping(let names, let context):
      self.init(
        line: context.mark.line, column: context.mark.column,
        "\(names.map { "\"\($0)\"" }.joined(separator: ", ")) stands twice in one mapping")
    case .reader(let problem, _, _, _): self.init("the text is not YAML: \(problem)")
    default: self.init("the text is not YAML")
    }
  }
}
