/// A value of a document that is read, with the place where it stands.
package struct DocumentNode: Hashable, Sendable {
  package indirect enum Value: Hashable, Sendable {
    case null
    case bool(Bool)
    /// As it is written: a number of JSON's.
    case number(String)
    case string(String)
    case sequence([DocumentNode])
    case mapping([Member])
  }

  package struct Member: Hashable, Sendable {
    package var name: String
    package var line: Int
    package var column: Int
    package var value: DocumentNode
  }

  package var value: Value
  package var line: Int
  package var column: Int

  package func error(_ message: String) -> DocumentError { DocumentError(line: line, column: column, message) }
}

extension DocumentNode {
  package func string(_ what: String) throws(DocumentError) -> String {
    guard case .string(let text) = value else { throw error("\(what) is a string, in quotes, not \(kind)") }
    return text
  }

  package func bool(_ what: String) throws(DocumentError) -> Bool {
    guard case .bool(let flag) = value else { throw error("\(what) is true or false, not \(kind)") }
    return flag
  }

  package func sequence(_ what: String) throws(DocumentError) -> [DocumentNode] {
    guard case .sequence(let elements) = value else { throw error("\(what) is a list, not \(kind)") }
    return elements
  }

  /// A string that is one of an enumeration's.
  package func word<Word: RawRepresentable & CaseIterable>(
    _ what: String, of kind: Word.Type
  ) throws(DocumentError) -> Word where Word.RawValue == String {
    let text = try string(what)
    guard let word = Word(rawValue: text) else {
      let words = Word.allCases.map(\.rawValue).joined(separator: ", ")
      throw error("\(what) is \"\(text)\", which is none of \(words)")
    }
    return word
  }

  private var kind: String {
    switch value {
    case .null: "null"
    case .bool: "a boolean"
    case .number(let text): "the number \(text)"
    case .string(let text): "the string \"\(text)\""
    case .sequence: "a list"
    case .mapping: "a mapping"
    }
  }

  /// The value's members, to be taken one by one.
  package func members(_ what: String) throws(DocumentError) -> DocumentMembers {
    guard case .mapping(let members) = value else { throw error("\(what) is a mapping, not \(kind)") }
    return DocumentMembers(what: what, node: self, rest: members)
  }
}

/// The members of a mapping: what nobody has taken in the end is refused, so that a slip of the pen is not passed over.
package struct DocumentMembers {
  package let what: String
  package let node: DocumentNode
  private var rest: [DocumentNode.Member]
  private var known: [String] = []

  init(what: String, node: DocumentNode, rest: [DocumentNode.Member]) {
    self.what = what
    self.node = node
    self.rest = rest
  }

  /// The member, if it is there.
  package mutating func take(_ name: String) -> DocumentNode? {
    known.append(name)
    guard let index = rest.firstIndex(where: { $0.name == name }) else { return nil }
    return rest.remove(at: index).value
  }

  package mutating func required(_ name: String) throws(DocumentError) -> DocumentNode {
    guard let value = take(name) else { throw node.error("\(what) has no \(name)") }
    return value
  }

  package mutating func flag(_ name: String) throws(DocumentError) -> Bool {
    guard let value = take(name) else { return false }
    return try value.bool(name)
  }

  package func finish() throws(DocumentError) {
    guard let member = rest.first else { return }
    throw DocumentError(
      line: member.line, column: member.column,
      "\(what) has no member \"\(member.name)\": there are \(known.joined(separator: ", "))")
  }
}
