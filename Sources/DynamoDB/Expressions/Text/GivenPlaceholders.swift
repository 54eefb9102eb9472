/// The placeholders of one kind that came with a request, and which of them its expressions have used.
///
/// The few that most requests have are looked for one by one, which costs less than hashing them.
struct GivenPlaceholders<Element: Hashable & Sendable>: Hashable, Sendable {
  private static var fewEnough: Int { 16 }

  private(set) var placeholders: [String] = []
  private(set) var elements: [Element] = []
  private var isUsed: [Bool] = []
  /// Only where there are many.
  private var places: [String: Int] = [:]

  init(_ entries: [String: Element]) {
    for (placeholder, element) in entries { append(placeholder, element) }
  }

  /// Reads an object of them.
  init(
    from reader: inout JSONReader, _ element: (inout JSONReader) throws(DynamoDBError) -> Element
  ) throws(DynamoDBError) {
    try reader.object { reader, name throws(DynamoDBError) in
      let value = try element(&reader)
      guard place(of: name) == nil else { throw reader.standsTwice(name) }
      append(name, value)
    }
  }

  var isEmpty: Bool { placeholders.isEmpty }

  /// Those that no expression has used.
  var unused: [String] { placeholders.indices.filter { !isUsed[$0] }.map { placeholders[$0] } }

  /// The first placeholder, in the order of their texts, that stands for something of this kind.
  func placeholder(where isMeant: (Element) -> Bool) -> String? {
    elements.indices.filter { isMeant(elements[$0]) }.map { placeholders[$0] }.min()
  }

  /// What a placeholder stands for; it counts as used then.
  mutating func use(_ placeholder: String) -> Element? {
    guard let place = place(of: placeholder) else { return nil }
    isUsed[place] = true
    return elements[place]
  }

  private func place(of placeholder: String) -> Int? {
    placeholders.count <= Self.fewEnough ? placeholders.firstIndex(of: placeholder) : places[placeholder]
  }

  private mutating func append(_ placeholder: String, _ element: Element) {
    if placeholders.count == Self.fewEnough {
      for (place, placeholder) in placeholders.enumerated() { places[placeholder] = place }
    }
    if placeholders.count >= Self.fewEnough { places[placeholder] = placeholders.count }
    placeholders.append(placeholder)
    elements.append(element)
    isUsed.append(false)
  }
}
