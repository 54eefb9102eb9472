extension ExpressionRenderer {
  /// The text of an update expression; empty for an empty update, which DynamoDB does not take.
  package mutating func text(_ update: Update) -> String {
    var sections: [String] = []
    append("SET", update.sets.map { "\(text($0.path)) = \(text($0.value))" }, to: &sections)
    append("REMOVE", update.removes.map { text($0) }, to: &sections)
    append("ADD", update.adds.map { "\(text($0.path)) \(text($0.value))" }, to: &sections)
    append("DELETE", update.deletes.map { "\(text($0.path)) \(text($0.value))" }, to: &sections)
    return sections.joined(separator: " ")
  }

  private func append(_ keyword: String, _ actions: [String], to sections: inout [String]) {
    if !actions.isEmpty { sections.append("\(keyword) \(actions.joined(separator: ", "))") }
  }

  private mutating func text(_ value: Update.Value) -> String {
    switch value {
    case .operand(let operand): text(operand)
    case .plus(let left, let right): "\(text(left)) + \(text(right))"
    case .minus(let left, let right): "\(text(left)) - \(text(right))"
    }
  }

  private mutating func text(_ operand: Update.Operand) -> String {
    switch operand {
    case .path(let path): text(path)
    case .value(let value): text(value)
    case .ifNotExists(let path, let fallback): "if_not_exists(\(text(path)), \(text(fallback)))"
    case .listAppend(let first, let second): "list_append(\(text(first)), \(text(second)))"
    }
  }
}
