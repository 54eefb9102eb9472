/// Writes as elements of batches.
struct BatchWrites: BatchKind {
  struct Element: Sendable {
    var table: String
    var write: BatchWriteItem.Write
  }

  let requests: [String: [BatchWriteItem.Write]]

  var elements: [Element] {
    requests.sorted { $0.key < $1.key }
      .flatMap { table, writes in writes.map { Element(table: table, write: $0) } }
  }

  var maximumCount: Int { BatchWriteItem.maximumCount }

  /// An item's JSON can be up to eighteen times as long as its size says: an attribute that is a control character
  /// with an empty string is `"\u0001":{"S":""},` for one byte. Only large items are worth the exact length.
  func weight(of element: Element) -> Int {
    switch element.write {
    case .put(let item):
      let size = item.size
      return size < 16 * 1024 ? 100 + 20 * size : 100 + item.json.count
    case .delete(let key): return 100 + 20 * key.size
    }
  }

  func operation(on elements: [Element]) -> BatchWriteItem { BatchWriteItem(Self.grouped(elements)) }

  func unprocessed(in output: BatchWriteItem.Output) -> [Element] {
    BatchWrites(requests: output.unprocessed).elements
  }

  static func grouped(_ elements: [Element]) -> [String: [BatchWriteItem.Write]] {
    elements.reduce(into: [:]) { $0[$1.table, default: []].append($1.write) }
  }
}

extension BatchWrites {
  /// Refuses two writes of one item: which of them would be the last, nobody could say.
  ///
  /// - Parameter attributes: the names of the tables' key attributes.
  func refuseDuplicates(keyedBy attributes: [String: [String]]) throws(DynamoDBError) {
    for (table, writes) in requests.sorted(by: { $0.key < $1.key }) {
      guard let names = attributes[table], !names.isEmpty else {
        throw .validation("a batch of writes must name the key attributes of the table \(table)")
      }
      var seen: Set<Item> = []
      for write in writes {
        guard seen.insert(try Self.key(of: write, named: names)).inserted else {
          throw .validation(
            "a batch has two writes of one item of the table \(table): their order would be undefined; "
              + "the key attributes were said to be \(names.joined(separator: ", "))")
        }
      }
    }
  }

  private static func key(of write: BatchWriteItem.Write, named names: [String]) throws(DynamoDBError) -> Item {
    switch write {
    case .put(let item):
      var key: Item = [:]
      for name in names {
        guard let value = item[name] else {
          throw .validation("an item of the batch lacks the key attribute \(name)")
        }
        key[name] = value
      }
      return key
    case .delete(let key):
      guard key.count == names.count, names.allSatisfy({ key[$0] != nil }) else {
        throw .validation(
          "a key of the batch has not the attributes that the table's key was said to have: "
            + names.joined(separator: ", "))
      }
      return key
    }
  }
}
