extension TransactWriteItems {
  /// An action whose item another one before it names too: DynamoDB refuses the transaction as a whole.
  ///
  /// What a `Put` names is known where another action shows its table's key; two of them alone may name one item unseen.
  package var namedTwice: Action? {
    let keys = Dictionary(actions.map { ($0.table, $0.key.map { Set($0.keys) }) }) { $0 ?? $1 }
    var seen: Set<NamedItem> = []
    return actions.first { action in
      guard let names = keys[action.table] ?? nil else { return false }
      let key = (action.key ?? action.item ?? [:]).filter { names.contains($0.key) }
      return !seen.insert(NamedItem(table: action.table, key: key)).inserted
    }
  }

  private struct NamedItem: Hashable {
    var table: String
    var key: Item
  }
}

extension TransactWriteItems.Action {
  /// `nil` for a `Put`, whose key is part of its item.
  fileprivate var key: Item? {
    switch self {
    case .check(let check): check.key
    case .put: nil
    case .update(let update): update.key
    case .delete(let delete): delete.key
    }
  }

  fileprivate var item: Item? {
    if case .put(let put) = self { put.item } else { nil }
  }
}
