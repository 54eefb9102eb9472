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
  /// map.
  func checkOverlaps(_ paths: [(path: DocumentPath, token: Int)]) throws(ExpressionError) {
    guard let clash = PathClash.first(among: paths.map(\.path)) else { return }
    throw source.error(clash.message, at: paths[clash.second].token)
  }
}
