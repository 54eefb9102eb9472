/// A value of a document that is written: an object's members keep their order, so that equal documents are equal bytes.
///
/// Written as JSON by ``json`` and as YAML by ``yaml``.
public indirect enum DocumentValue: Hashable, Sendable {
  /// Nothing.
  case null
  /// Yes or no.
  case bool(Bool)
  /// A whole number.
  case integer(Int)
  /// A text.
  case string(String)
  /// Values in their order.
  case array([DocumentValue])
  /// Members in their order.
  case object([Member])

  /// A name and what stands there.
  public struct Member: Hashable, Sendable {
    /// The name.
    public var name: String
    /// What stands there.
    public var value: DocumentValue

    /// A member of an object.
    public init(_ name: String, _ value: DocumentValue) {
      self.name = name
      self.value = value
    }
  }
}

extension DocumentValue {
  /// An object without the members whose value is `nil`.
  public static func object(_ members: KeyValuePairs<String, DocumentValue?>) -> DocumentValue {
    .object(members.compactMap { name, value in value.map { Member(name, $0) } })
  }

  /// An array of strings.
  public static func strings(_ strings: some Sequence<String>) -> DocumentValue { .array(strings.map { .string($0) }) }

  /// The member of an object with this name; setting it replaces it where it stands, or adds it at the end.
  public subscript(_ name: String) -> DocumentValue? {
    get {
      guard case .object(let members) = self else { return nil }
      return members.first { $0.name == name }?.value
    }
    set {
      guard case .object(var members) = self else { return }
      let index = members.firstIndex { $0.name == name }
      switch (index, newValue) {
      case (let index?, let value?): members[index].value = value
      case (let index?, nil): members.remove(at: index)
      case (nil, let value?): members.append(Member(name, value))
      case (nil, nil): return
      }
      self = .object(members)
    }
  }
}

extension DocumentValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral {
  public init(stringLiteral value: String) { self = .string(value) }
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  public init(integerLiteral value: Int) { self = .integer(value) }
}

extension DocumentValue: ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral {
  public init(arrayLiteral elements: DocumentValue...) { self = .array(elements) }
  public init(dictionaryLiteral elements: (String, DocumentValue)...) {
    self = .object(elements.map { Member($0, $1) })
  }
}
