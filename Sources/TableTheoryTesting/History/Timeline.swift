import DynamoDB

/// A history for readers: a line for each event.
public struct Timeline: CustomStringConvertible, Sendable {
  private let events: [HistoryEvent]
  private let width: Int

  /// A text of the events.
  public init(_ events: [HistoryEvent]) {
    self.events = events
    width = min(24, events.map(\.worker.count).max() ?? 0)
  }

  public var description: String { events.map(line).joined(separator: "\n") }

  private func line(_ event: HistoryEvent) -> String {
    let milliseconds = Timestamp(sinceEpoch: event.time).milliseconds
    let seconds = Self.padded(
      "\(milliseconds / 1000).\(String(1000 + milliseconds % 1000).dropFirst())", 10, left: true)
    return "\(seconds) s  \(Self.padded(event.worker, width))  \(Self.text(event.kind))"
  }

  private static func text(_ kind: HistoryEvent.Kind) -> String {
    switch kind {
    case .sent(let number, let request): "#\(number) sends \(request.summary)"
    case .fault(let number, let fault): "#\(number) fault: \(fault)"
    case .carriedOut(let number): "#\(number) is carried out"
    case .refused(let number, let error): "#\(number) is refused: \(text(error))"
    case .wrote(nil, let row, _, _): "TTL deletes \(row)"
    case .wrote(_?, let row, let before, let after): "   \(row): \(changes(before, after))"
    case .answered(let number, nil): "#\(number) answered"
    case .answered(let number, let error?): "#\(number) answered: \(text(error))"
    case .note(let note): "• \(note)"
    }
  }

  private static func text(_ error: DynamoDBError) -> String {
    guard case .transactionCanceled(let reasons) = error else { return error.description }
    return "TransactionCanceledException [\(reasons.map(\.code.rawValue).joined(separator: ", "))]"
  }

  private static func changes(_ before: Item?, _ after: Item?) -> String {
    guard let after else { return "deleted" }
    let before = before ?? [:]
    let names = Set(before.keys).union(after.keys).sorted()
    let changes = names.compactMap { name -> String? in
      switch (before[name], after[name]) {
      case (let old, let new) where old == new: nil
      case (let old?, nil): "-\(name) (\(old.shortText))"
      case (nil, let new?): "\(name)=\(new.shortText)"
      case (let old?, let new?): "\(name)=\(new.shortText) (\(old.shortText))"
      case (nil, nil): nil
      }
    }
    return changes.isEmpty ? "unchanged" : changes.joined(separator: ", ")
  }

  private static func padded(_ text: String, _ width: Int, left: Bool = false) -> String {
    let filling = String(repeating: " ", count: max(0, width - text.count))
    return left ? filling + text : text + filling
  }
}

extension TableRequest {
  /// The request in one line: its row, and what it asks for.
  var summary: String {
    switch self {
    case .get(let get): "\(name) \(Self.key(get.key))\(get.consistentRead ? ", consistent" : "")"
    case .put(let put): "\(name) \(Self.key(put.item)) \(Self.guarded(put.condition))"
    case .update(let update): "\(name) \(Self.key(update.key)) \(Self.guarded(update.condition))"
    case .delete(let delete): "\(name) \(Self.key(delete.key)) \(Self.guarded(delete.condition))"
    case .transaction(let transaction):
      "\(name) of \(transaction.actions.count), token \(transaction.clientRequestToken ?? "none")"
    case .other(let name): name
    }
  }

  private static func key(_ item: Item) -> String {
    ["pk", "sk"].compactMap { item[$0]?.shortText }.joined(separator: " ")
  }

  private static func guarded(_ condition: Condition?) -> String {
    condition.map { "if \($0.shortText)" } ?? "unconditionally"
  }
}

extension Condition {
  fileprivate var shortText: String {
    switch self {
    case .compare(let left, let comparator, let right): "\(left.shortText) \(comparator.rawValue) \(right.shortText)"
    case .between(let operand, let low, let high):
      "\(operand.shortText) between \(low.shortText) and \(high.shortText)"
    case .isIn(let operand, let others):
      "\(operand.shortText) in (\(others.map(\.shortText).joined(separator: ", ")))"
    case .attributeExists(let path): "\(path.attribute) exists"
    case .attributeNotExists(let path): "no \(path.attribute)"
    case .attributeType(let path, let type): "\(path.attribute) is of type \(type.shortText)"
    case .beginsWith(let operand, let prefix): "\(operand.shortText) begins with \(prefix.shortText)"
    case .contains(let operand, let part): "\(operand.shortText) contains \(part.shortText)"
    case .and(let left, let right): "\(left.term) and \(right.term)"
    case .or(let left, let right): "\(left.alternative) or \(right.alternative)"
    case .not(let condition): "not (\(condition.shortText))"
    }
  }

  private var term: String {
    if case .or = self { "(\(shortText))" } else { shortText }
  }

  private var alternative: String {
    if case .and = self { "(\(shortText))" } else { shortText }
  }
}

extension Condition.Operand {
  fileprivate var shortText: String {
    switch self {
    case .path(let path): path.attribute
    case .value(let value): value.shortText
    case .size(let path): "size(\(path.attribute))"
    }
  }
}
