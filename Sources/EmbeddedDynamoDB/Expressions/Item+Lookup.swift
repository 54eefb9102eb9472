import DynamoDB

extension Item {
  /// What is at `path`, or `nil` where any step of it leads nowhere.
  func value(at path: DocumentPath) -> AttributeValue? {
    guard var value = self[path.attribute] else { return nil }
    for step in path.steps {
      switch (step, value) {
      case (.key(let key), .map(let entries)):
        guard let entry = entries[key] else { return nil }
        value = entry
      case (.index(let index), .list(let elements)):
        guard elements.indices.contains(index) else { return nil }
        value = elements[index]
      default:
        return nil
      }
    }
    return value
  }
}
