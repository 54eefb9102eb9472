/// A key condition expression, as a value: one partition, and a range of its sort keys.
///
///     KeyCondition(partition: "pk", equals: "CACHE#home", sort: "sk", .beginsWith("VER#"))
///
/// Source: *Amazon DynamoDB Developer Guide*, "Key condition expressions for the Query operation".
public struct KeyCondition: Hashable, Sendable {
  /// A range of sort keys.
  public enum SortRange: Hashable, Sendable {
    /// `=`
    case equal(AttributeValue)
    /// `<`
    case less(AttributeValue)
    /// `<=`
    case lessOrEqual(AttributeValue)
    /// `>`
    case greater(AttributeValue)
    /// `>=`
    case greaterOrEqual(AttributeValue)
    /// Both ends included.
    case between(AttributeValue, AttributeValue)
    /// String and binary sort keys only.
    case beginsWith(AttributeValue)
  }

  /// The sort key's attribute and its range.
  public struct Sort: Hashable, Sendable {
    /// The sort key's name.
    public var attribute: String
    /// Which of its values.
    public var range: SortRange

    /// A range of a sort key's values.
    public init(attribute: String, range: SortRange) {
      self.attribute = attribute
      self.range = range
    }
  }

  /// The partition key's name.
  public var partitionAttribute: String
  /// Its value: a query is of one partition key.
  public var partitionValue: AttributeValue
  /// Which of its items; all of them without it.
  public var sort: Sort?

  /// All items of a partition key.
  public init(partition attribute: String, equals value: AttributeValue) {
    self.partitionAttribute = attribute
    self.partitionValue = value
  }

  /// Those items of a partition key whose sort key is in a range.
  public init(
    partition attribute: String, equals value: AttributeValue, sort sortAttribute: String, _ range: SortRange
  ) {
    self.init(partition: attribute, equals: value)
    self.sort = Sort(attribute: sortAttribute, range: range)
  }
}
