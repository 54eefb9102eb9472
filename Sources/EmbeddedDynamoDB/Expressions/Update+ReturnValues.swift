package import DynamoDB

extension Update {
  /// Every path that an action of this update names as its target.
  package var touchedPaths: [DocumentPath] {
    var paths: [DocumentPath] = []
    paths.reserveCapacity(sets.count + removes.count + adds.count + deletes.count)
    for assignment in sets { paths.append(assignment.path) }
    paths += removes
    for change in adds { paths.append(change.path) }
    for change in deletes { paths.append(change.path) }
    return paths
  }

  /// What `ReturnValues: UPDATED_OLD` answers: of the item before the update, the touched parts that were there.
  ///
  /// Only what a path names is returned, nested as it is in the item, and not the whole attribute around it.
  ///
  /// Source: *Amazon DynamoDB API Reference*, "UpdateItem", `ReturnValues`.
  package func updatedOld(from old: Item?) -> Item {
    old.map(Projection(touchedPaths).apply(to:)) ?? [:]
  }

  /// What `ReturnValues: UPDATED_NEW` answers: of the item after the update, what is now at the touched paths.
  ///
  /// A list index is read literally, as DynamoDB does: an element assigned beyond the list's end is not returned,
  /// and after `REMOVE a[1]` the element that moved to `a[1]` is.
  package func updatedNew(from new: Item) -> Item {
    Projection(touchedPaths).apply(to: new)
  }
}
