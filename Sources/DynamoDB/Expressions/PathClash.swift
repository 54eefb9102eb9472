/// Two document paths that cannot stand in one update or projection.
///
/// Source: *Amazon DynamoDB Developer Guide*, "Update expressions", and "Using projection expressions in DynamoDB".
package struct PathClash: Hashable {
  package enum Kind: String {
    /// One is the other, or lies within it.
    case overlap
    /// They use one value as a list and as a map.
    case conflict
  }

  package var kind: Kind
  /// Their places among the paths.
  package var first: Int
  package var second: Int
  private var paths: [DocumentPath]

  /// DynamoDB's own words, without the expression that they are about.
  package var message: String {
    "Two document paths \(kind.rawValue) with each other; must remove or rewrite one of these paths; "
      + "path one: \(paths[0].expressionDescription), path two: \(paths[1].expressionDescription)"
  }

  /// Most expressions have a few paths into as many attributes, between which there is no clash to look for.
  private static func areOfDifferentAttributes(_ paths: [DocumentPath]) -> Bool {
    guard paths.count <= 8 else { return false }
    for index in paths.indices {
      for other in paths[..<index] where other.attribute == paths[index].attribute { return false }
    }
    return true
  }

  /// The first overlap, or else the first conflict. Takes time in proportion to the paths' length.
  package static func first(among paths: [DocumentPath]) -> PathClash? {
    if paths.count < 2 || areOfDifferentAttributes(paths) { return nil }
    func clash(_ kind: Kind, _ first: Int, _ second: Int) -> PathClash {
      PathClash(kind: kind, first: first, second: second, paths: [paths[first], paths[second]])
    }
    var tree = PathTree()
    var conflict: (first: Int, second: Int)?
    for index in paths.indices {
      switch tree.insert(paths[index], as: index) {
      case .overlap(let first): return clash(.overlap, first, index)
      case .conflict(let first): conflict = conflict ?? (first, index)
      case .none: break
      }
    }
    return conflict.map { clash(.conflict, $0.first, $0.second) }
  }
}

/// Paths by their elements, so that a path finds those it shares its beginning with.
private struct PathTree {
  enum Clash {
    case overlap(with: Int)
    case conflict(with: Int)
  }

  private struct Node {
    /// The first path that passed through or ended here.
    var path: Int
    var isEnd = false
    var children: [DocumentPath.Step: Int] = [:]
    /// The first path that went on with a key, and with an index.
    var withKey: Int?
    var withIndex: Int?

    /// Notes a step onward; gives the earlier path that went on in the other way, as a map or as a list.
    mutating func note(_ step: DocumentPath.Step, by path: Int) -> Int? {
      switch step {
      case .key:
        withKey = withKey ?? path
        return withIndex
      case .index:
        withIndex = withIndex ?? path
        return withKey
      }
    }
  }

  private var nodes = [Node(path: -1)]

  /// Adds the path numbered `path`; it clashes with the earlier one given back.
  mutating func insert(_ documentPath: DocumentPath, as path: Int) -> Clash? {
    var node = 0
    var clash: Clash?
    for step in CollectionOfOne(DocumentPath.Step.key(documentPath.attribute)) + documentPath.steps {
      if nodes[node].isEnd { return .overlap(with: nodes[node].path) }
      if let earlier = nodes[node].note(step, by: path), clash == nil { clash = .conflict(with: earlier) }
      if let child = nodes[node].children[step] {
        node = child
      } else {
        nodes[node].children[step] = nodes.count
        node = nodes.count
        nodes.append(Node(path: path))
      }
    }
    if nodes[node].path != path { return .overlap(with: nodes[node].path) }
    nodes[node].isEnd = true
    return clash
  }
}
