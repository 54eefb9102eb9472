import DynamoDB

/// Document paths merged into one tree, so that whoever follows them visits each map and each list once.
///
/// The root stands for the item, whose attributes are its keys.
struct PathTree<Leaf> {
  /// What is to happen here; a node with a leaf is the end of a path.
  private(set) var leaf: Leaf?
  private(set) var keys: [String: PathTree] = [:]
  private(set) var indexes: [Int: PathTree] = [:]

  var isEmpty: Bool { leaf == nil && keys.isEmpty && indexes.isEmpty }

  mutating func insert(_ leaf: Leaf, at path: DocumentPath) {
    keys[path.attribute, default: PathTree()].insert(leaf, at: path.steps[...])
  }

  private mutating func insert(_ leaf: Leaf, at steps: ArraySlice<DocumentPath.Step>) {
    switch steps.first {
    case nil: self.leaf = leaf
    case .key(let key): keys[key, default: PathTree()].insert(leaf, at: steps.dropFirst())
    case .index(let index): indexes[index, default: PathTree()].insert(leaf, at: steps.dropFirst())
    }
  }
}
