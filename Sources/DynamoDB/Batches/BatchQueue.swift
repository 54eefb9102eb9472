/// What a batch has still to send.
struct BatchQueue<Element> {
  /// Backwards: the next one is the last.
  private var waiting: [Element]

  init(_ elements: [Element]) { waiting = elements.reversed() }

  var isEmpty: Bool { waiting.isEmpty }

  /// The elements of the next request: as many as there may be, and as fit; one at least, if there is any.
  mutating func take(atMost count: Int, weighing weight: (Element) -> Int, room: Int) -> [Element] {
    var taken: [Element] = []
    var room = room
    while taken.count < count, let next = waiting.last {
      room -= weight(next)
      if room < 0, !taken.isEmpty { break }
      taken.append(next)
      waiting.removeLast()
    }
    return taken
  }

  /// These come next.
  mutating func putBack(_ elements: [Element]) { waiting += elements.reversed() }

  /// Everything that waits, in order.
  var elements: [Element] { waiting.reversed() }
}
