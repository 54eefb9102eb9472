/// The placeholders of one kind that a request's expressions have used so far, in the order of their numbers.
///
/// Equal elements share one. The first few, which is all that most requests have, are looked for one by one: that
/// costs a tenth of what hashing them does.
struct Placeholders<Element: Hashable> {
  private static var fewEnough: Int { 16 }

  private let prefix: String
  private(set) var entries: [(placeholder: String, element: Element)] = []
  private var numbers: [Element: Int] = [:]

  /// - Parameter prefix: what stands before the number: `:v`.
  init(prefix: String) { self.prefix = prefix }

  mutating func placeholder(for element: Element) -> String {
    if let number = number(of: element) { return entries[number].placeholder }
    let placeholder = prefix + String(entries.count)
    if entries.count == Self.fewEnough {
      for (number, entry) in entries.enumerated() { numbers[entry.element] = number }
    }
    if entries.count >= Self.fewEnough { numbers[element] = entries.count }
    entries.append((placeholder, element))
    return placeholder
  }

  private func number(of element: Element) -> Int? {
    entries.count <= Self.fewEnough ? entries.firstIndex { $0.element == element } : numbers[element]
  }
}

/// An attribute's name, equal to another only byte for byte: to Swift, two strings that look alike may be equal.
struct AttributeName: Hashable {
  let text: String

  static func == (left: AttributeName, right: AttributeName) -> Bool { left.text.hasSameBytes(as: right.text) }
}
