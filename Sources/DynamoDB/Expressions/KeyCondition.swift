/// A key condition expression, as a value: one partition, and a range of its sort keys.
///
///     KeyCondition(partition: "pk", equals: "CACHE#home", sort: "sk", .beginsWith("VER#"))
///
/// Source: *Amazon DynamoDB Developer Guide*, "Key condition expressions for the Query operation".
public struct KeyCondition: Hashable, Sendable {
  /// A range of sort keys.
  public enum SortRange: Hashable, Sendable {
    case equal(AttributeValue)
    case less(AttributeValue)
    case lessOrEqual(AttributeValue)
    case greater(AttributeValue)
    case greaterOrEqual(AttributeValue)
    /// Both ends included.
    case between(AttributeValue, AttributeValue)
    /// String and binary sort keys only.
    case beginsWith(AttributeValue)
  }

  /// The sort key's attribute and its range.
  public struct Sort: Hashable, Sendable {
    public var attribute: String
    public var range: SortRange

    public init(attribute: String, range: SortRange) {
      self.attribute = attribute
      self.range = range
    }
  }

  public var partitionAttribute: String
  public var partitionValue: AttributeValue
  public var sort: Sort?

  public init(partition attribute: String, equals value: AttributeValue) {
    self.partitionAttribute = attribute
    self.partitionValue = value
  }

  public init(
    partition attribute: String, equals value: AttributeValue, sort sortAttribute: String, _ range: SortRange
  ) {
    self.init(partition: attribute, equals: value)
    self.sort = Sort(attribute: sortAttribute, range: range)
  }
}
