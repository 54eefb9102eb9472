/// Reads as elements of batches.
struct BatchGets: BatchKind {
  struct Element: Hashable, Sendable {
    var table: String
    var key: Item
  }

  let requests: [String: BatchGetItem.Keys]

  /// Every key once, table by table.
  var elements: [Element] {
    var seen: Set<Element> = []
    return requests.sorted { $0.key < $1.key }
      .flatMap { table, request in request.keys.map { Element(table: table, key: $0) } }
      .filter { seen.insert($0).inserted }
  }

  var maximumCount: Int { BatchGetItem.maximumCount }

  /// A hundred keys are far from 16 MB: a key has 3 KB at most.
  func weight(of element: Element) -> Int { 0 }

  func operation(on elements: [Element]) -> BatchGetItem { BatchGetItem(grouped(elements)) }

  func unprocessed(in output: BatchGetItem.Output) -> [Element] {
    output.unprocessed.sorted { $0.key < $1.key }
      .flatMap { table, rest in rest.keys.map { Element(table: table, key: $0) } }
  }

  /// The keys by their tables, to be read as the tables' requests say.
  func grouped(_ elements: [Element]) -> [String: BatchGetItem.Keys] {
    var groups: [String: BatchGetItem.Keys] = [:]
    for element in elements {
      var group = groups[element.table] ?? requests[element.table] ?? BatchGetItem.Keys([])
      if groups[element.table] == nil { group.keys = [] }
      group.keys.append(element.key)
      groups[element.table] = group
    }
    return groups
  }
}
