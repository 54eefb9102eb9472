extension ExpressionChecker {
  /// The tree of a projection whose syntax is right.
  mutating func projection(_ paths: [PathSyntax]) throws(ExpressionError) -> Projection {
    for path in paths { try checkWords(of: path) }
    var resolved: [(path: DocumentPath, token: Int)] = []
    for path in paths { resolved.append((try resolve(path), path.elements[0])) }
    try checkOverlaps(resolved)
    return Projection(resolved.map(\.path))
  }

  /// Checks that no path is another one or lies within it, and that no two use one value as a list and as a
  /// map. Takes time in proportion to the paths' length.
  func checkOverlaps(_ paths: [(path: DocumentPath, token: Int)]) throws(ExpressionError) {
    var tree = PathTree()
    var conflict: (first: Int, second: Int)?
    for index in paths.indices {
      switch tree.insert(paths[index].path, as: index) {
      case .overlap(let first): throw clash("overlap", paths[first].path, paths[index].path, at: paths[index].token)
      case .conflict(let first): conflict = conflict ?? (first, index)
      case .none: break
      }
    }
    if let (first, second) = conflict {
      throw clash("conflict", paths[first].path, paths[second].path, at: paths[second].token)
    }
  }

  private func clash(_ verb: String, _ one: DocumentPath, _ two: DocumentPath, at token: Int) -> ExpressionError {
    source.error(
      "Two document paths \(verb) with each other; must remove or rewrite one of these paths; "
        + "path one: \(one.expressionDescription), path two: \(two.expressionDescription)",
      at: token)
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
