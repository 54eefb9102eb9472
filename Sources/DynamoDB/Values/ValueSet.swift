/// A DynamoDB set: distinct elements, whatever order they came in.
///
/// The elements are kept in DynamoDB's own order (numbers by value, strings and binary by bytes), so that
/// two sets with the same elements are equal, hash alike and are written alike. DynamoDB has no empty set;
/// the type can hold one so that an update can compute it, and storing one is refused.
public struct ValueSet<Element: SetElement>: Sendable, Hashable {
  /// The elements, ascending and distinct.
  @inlinable public var elements: [Element] { sorted }

  @usableFromInline let sorted: [Element]

  @inlinable static var fewElements: Int { 8 }

  /// The set of `elements`, in which each counts once.
  // Inlinable, so that it is compiled for the elements' own type: the general code takes four times as long.
  @inlinable
  public init(_ elements: some Sequence<Element>) {
    var sorted = Array(elements)
    if sorted.count > Self.fewElements {
      sorted.sort(by: Element.precedes)
      var distinct: [Element] = []
      for element in sorted where distinct.last.map({ Element.precedes($0, element) }) ?? true {
        distinct.append(element)
      }
      sorted = distinct
    } else if sorted.count > 1 {
      // Most sets are small: each element goes to its place, or is dropped where it is there already.
      var count = 1
      for index in 1..<sorted.count {
        let element = sorted[index]
        var place = count
        while place > 0, Element.precedes(element, sorted[place - 1]) { place -= 1 }
        if place > 0, !Element.precedes(sorted[place - 1], element) { continue }
        for later in stride(from: count, to: place, by: -1) { sorted[later] = sorted[later - 1] }
        sorted[place] = element
        count += 1
      }
      sorted.removeLast(sorted.count - count)
    }
    self.sorted = sorted
  }

  /// How many elements there are.
  public var count: Int { elements.count }
  /// Whether there is none.
  public var isEmpty: Bool { elements.isEmpty }

  /// Whether the element is in it.
  public func contains(_ element: Element) -> Bool {
    var low = 0
    var high = elements.count
    while low < high {
      let middle = (low + high) / 2
      if Element.precedes(elements[middle], element) { low = middle + 1 } else { high = middle }
    }
    return low < elements.count && !Element.precedes(element, elements[low])
  }

  /// The elements of both.
  public func union(_ other: ValueSet) -> ValueSet { ValueSet(elements + other.elements) }

  /// The elements that are not in the other.
  public func subtracting(_ other: ValueSet) -> ValueSet {
    ValueSet(elements.filter { !other.contains($0) })
  }

  public static func == (left: ValueSet, right: ValueSet) -> Bool {
    left.count == right.count
      && zip(left.elements, right.elements).allSatisfy { !Element.precedes($0, $1) && !Element.precedes($1, $0) }
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(elements) }
}

extension ValueSet: ExpressibleByArrayLiteral {
  public init(arrayLiteral elements: Element...) { self.init(elements) }
}

/// What a DynamoDB set can hold: `String`, ``Number`` or `[UInt8]`.
public protocol SetElement: Hashable, Sendable {
  /// DynamoDB's strict order: numbers by value, strings and binary by unsigned bytes.
  static func precedes(_ left: Self, _ right: Self) -> Bool
}

extension String: SetElement {
  public static func precedes(_ left: String, _ right: String) -> Bool {
    // Byte by byte out of the storage, which is twenty times as fast as through the view's iterators.
    let inStorage = unsafe left.utf8.withContiguousStorageIfAvailable { left in
      unsafe right.utf8.withContiguousStorageIfAvailable { right in
        for index in 0..<Swift.min(left.count, right.count) {
          let (a, b) = unsafe (left[index], right[index])
          if a != b { return a < b }
        }
        return left.count < right.count
      }
    }
    return (inStorage ?? nil) ?? left.utf8.lexicographicallyPrecedes(right.utf8)
  }

  /// Equality of the UTF-8 bytes: Swift's own also equates different encodings of one character.
  package func hasSameBytes(as other: String) -> Bool { utf8.elementsEqual(other.utf8) }
}

extension [UInt8]: SetElement {
  public static func precedes(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    left.lexicographicallyPrecedes(right)
  }
}

extension Number: SetElement {
  public static func precedes(_ left: Number, _ right: Number) -> Bool { left < right }
}
