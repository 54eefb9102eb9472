package import DynamoDB

extension Update {
  /// The item that this update makes of `item`, or of nothing but its key where there is no item.
  ///
  /// Every action sees the item as it was, and a list index names a place in the list as it was, whatever the
  /// other actions do. An assignment beyond a list's end appends, several of them in the order of their indexes.
  /// Removing what is not there does nothing, but the map or list that would hold it must be there, unless the
  /// whole item is missing.
  ///
  /// The caller sees to it that no two actions overlap, that none touches the key, and to the item's size.
  ///
  /// Source: *Amazon DynamoDB Developer Guide*, "Update expressions".
  ///
  /// - Parameter key: the attributes of the primary key, which a new item begins with.
  package func apply(to item: Item?, key: Item) throws(EvaluationError) -> Item {
    let original = item ?? key
    var edits = EditedItem(original)
    for assignment in sets {
      edits.make(.write(try assignment.value.computed(from: original)), at: assignment.path)
    }
    for change in adds {
      edits.make(.write(try change.added(to: original.value(at: change.path))), at: change.path)
    }
    for change in deletes {
      if let rest = try change.deleted(from: original.value(at: change.path)) {
        edits.make(.write(rest), at: change.path)
      } else if item != nil {
        edits.make(.remove, at: change.path)
      }
    }
    if item != nil {
      for path in removes { edits.make(.remove, at: path) }
    }
    return try edits.finished()
  }

  /// Whether the update makes an item where there was none; one that only takes away does not.
  package var createsItem: Bool { !sets.isEmpty || !adds.isEmpty }
}

/// A copy of an item that is being changed: whole attributes at once, what is inside them together at the end.
private struct EditedItem {
  private var item: Item
  private var nested = PathTree<Edit>()

  init(_ item: Item) { self.item = item }

  mutating func make(_ edit: Edit, at path: DocumentPath) {
    guard path.steps.isEmpty else { return nested.insert(edit, at: path) }
    switch edit {
    case .write(let value): item[path.attribute] = value
    case .remove: item[path.attribute] = nil
    }
  }

  consuming func finished() throws(EvaluationError) -> Item {
    if !nested.isEmpty { try nested.apply(to: &item) }
    return item
  }
}

/// What happens to one place in an item.
private enum Edit {
  case write(AttributeValue)
  case remove
}

extension PathTree<Edit> {
  fileprivate func apply(to entries: inout [String: AttributeValue]) throws(EvaluationError) {
    for (key, node) in keys {
      switch node.leaf {
      case .write(let value):
        entries[key] = value
      case .remove:
        entries[key] = nil
      case nil:
        guard let place = entries.index(forKey: key) else { throw .invalidDocumentPath }
        try node.apply(to: &entries.values[place])
      }
    }
  }

  private func apply(to elements: inout [AttributeValue]) throws(EvaluationError) {
    let places = elements.indices
    var removed = RangeSet<Int>()
    for (index, node) in indexes.sorted(by: { $0.key < $1.key }) {
      guard index >= 0 else { throw .invalidDocumentPath }
      switch node.leaf {
      case .write(let value):
        if places.contains(index) { elements[index] = value } else { elements.append(value) }
      case .remove:
        if places.contains(index) { removed.insert(contentsOf: index..<index + 1) }
      case nil:
        guard places.contains(index) else { throw .invalidDocumentPath }
        try node.apply(to: &elements[index])
      }
    }
    // Only now: until here every index had to mean what it meant in the list as it was.
    if !removed.isEmpty { elements.removeSubranges(removed) }
  }

  /// The value is emptied while what it held is changed, so that this happens in place; if an error leaves it so,
  /// the whole copy is abandoned.
  private func apply(to value: inout AttributeValue) throws(EvaluationError) {
    switch value {
    case .map(var entries) where indexes.isEmpty:
      value = .null
      try apply(to: &entries)
      value = .map(entries)
    case .list(var elements) where keys.isEmpty:
      value = .null
      try apply(to: &elements)
      value = .list(elements)
    default:
      throw .invalidDocumentPath
    }
  }
}
