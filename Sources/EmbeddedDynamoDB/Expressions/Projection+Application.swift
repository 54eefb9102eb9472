package import DynamoDB

extension Projection {
  /// The parts of `item` that the paths name, nested as they are there.
  ///
  /// Of a map only the named entries stay, and of a list only the named elements, in their order and without
  /// gaps. A path that leads nowhere adds nothing, not even an empty map around it.
  ///
  /// Source: *Amazon DynamoDB Developer Guide*, "Using projection expressions in DynamoDB".
  package func apply(to item: Item) -> Item {
    if paths.allSatisfy({ $0.steps.isEmpty }) { return Self.attributes(paths, of: item) }
    var tree = PathTree<Void>()
    for path in paths { tree.insert((), at: path) }
    return tree.projection(of: item)
  }

  private static func attributes(_ paths: [DocumentPath], of item: Item) -> Item {
    var result = Item(minimumCapacity: paths.count)
    for path in paths {
      if let value = item[path.attribute] { result[path.attribute] = value }
    }
    return result
  }
}

extension PathTree<Void> {
  fileprivate func projection(of entries: [String: AttributeValue]) -> [String: AttributeValue] {
    var result: [String: AttributeValue] = [:]
    for (key, node) in keys {
      if let value = entries[key], let part = node.projection(of: value) { result[key] = part }
    }
    return result
  }

  private func projection(of elements: [AttributeValue]) -> [AttributeValue] {
    indexes.sorted { $0.key < $1.key }.compactMap { index, node in
      elements.indices.contains(index) ? node.projection(of: elements[index]) : nil
    }
  }

  private func projection(of value: AttributeValue) -> AttributeValue? {
    if leaf != nil { return value }
    switch value {
    case .map(let entries):
      let part = projection(of: entries)
      return part.isEmpty ? nil : .map(part)
    case .list(let elements):
      let part = projection(of: elements)
      return part.isEmpty ? nil : .list(part)
    default:
      return nil
    }
  }
}
