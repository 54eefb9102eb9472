/// What a write returns of the item, `ReturnValues`.
public enum ReturnValues: String, Hashable, Sendable, CaseIterable {
  case none = "NONE"
  /// The whole item as it was.
  case allOld = "ALL_OLD"
  /// The changed attributes as they were.
  case updatedOld = "UPDATED_OLD"
  /// The whole item as it is now.
  case allNew = "ALL_NEW"
  /// The changed attributes as they are now.
  case updatedNew = "UPDATED_NEW"
}

/// What a refused condition returns of the item, `ReturnValuesOnConditionCheckFailure`.
///
/// It costs no extra request and no extra units.
public enum ReturnValuesOnConditionCheckFailure: String, Hashable, Sendable, CaseIterable {
  case none = "NONE"
  case allOld = "ALL_OLD"
}

/// Whether an answer says what it cost, `ReturnConsumedCapacity`.
public enum ReturnConsumedCapacity: String, Hashable, Sendable, CaseIterable {
  case none = "NONE"
  /// The sum for each table.
  case total = "TOTAL"
  /// The sum, and the parts of the table and of each index.
  case indexes = "INDEXES"
}

/// Whether a write says how large the item's collection is, `ReturnItemCollectionMetrics`: of tables with local
/// indexes only.
public enum ReturnItemCollectionMetrics: String, Hashable, Sendable, CaseIterable {
  case none = "NONE"
  case size = "SIZE"
}

/// What `Query` and `Scan` return, `Select`.
public enum Select: String, Hashable, Sendable, CaseIterable {
  case allAttributes = "ALL_ATTRIBUTES"
  case allProjectedAttributes = "ALL_PROJECTED_ATTRIBUTES"
  /// What the projection names.
  case specificAttributes = "SPECIFIC_ATTRIBUTES"
  /// Only how many there are.
  case count = "COUNT"
}
