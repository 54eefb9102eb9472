/// Turns a table's TTL on or off.
///
/// The attribute holds epoch seconds as a number. DynamoDB deletes an item within days after that time, and
/// until then returns it: what is expired is for the reader to decide.
///
/// Source: *Amazon DynamoDB API Reference*, `UpdateTimeToLive`.
public struct UpdateTimeToLive: DynamoDBOperation {
  public static let name = "UpdateTimeToLive"

  /// The table's name.
  public var table: String
  /// The attribute with the time, in epoch seconds.
  public var attribute: String
  /// Whether DynamoDB deletes by it.
  public var enabled: Bool

  /// Turns the deletion of expired items on, unless `enabled` is `false`.
  public init(table: String, attribute: String, enabled: Bool = true) {
    self.table = table
    self.attribute = attribute
    self.enabled = enabled
  }

  /// What was set.
  public struct Output: Hashable, Sendable {
    /// As the request had it.
    public var attribute: String
    /// As the request had it.
    public var enabled: Bool

    /// An answer of its parts: for clients and tests that make one.
    public init(attribute: String, enabled: Bool) {
      self.attribute = attribute
      self.enabled = enabled
    }
  }

  public var tables: [String] { [table] }

  public func run(on handler: some OperationHandler) async throws(DynamoDBError) -> Output {
    try await handler.run(self)
  }
}

/// Tells whether a table has a TTL and on which attribute.
///
/// Source: *Amazon DynamoDB API Reference*, `DescribeTimeToLive`.
public struct DescribeTimeToLive: DynamoDBOperation {
  public static let name = "DescribeTimeToLive"

  /// The table's name.
  public var table: String

  /// The request; what has a default may be left out.
  public init(table: String) { self.table = table }

  /// Whether rows are deleted, and by which attribute.
  public struct Output: Hashable, Sendable {
    /// What becomes of expired items.
    public enum Status: String, Hashable, Sendable {
      /// They will be deleted soon: it takes up to an hour.
      case enabling = "ENABLING"
      /// They will not be deleted any more soon.
      case disabling = "DISABLING"
      /// They are deleted, within days.
      case enabled = "ENABLED"
      /// They are kept.
      case disabled = "DISABLED"
    }

    /// What becomes of expired items.
    public var status: Status
    /// The attribute with the time; `nil` where it is off.
    public var attribute: String?

    /// An answer of its parts: for clients and tests that make one.
    public init(status: Status, attribute: String? = nil) {
      self.status = status
      self.attribute = attribute
    }
  }

  public var tables: [String] { [table] }

  public func run(on handler: some OperationHandler) async throws(DynamoDBError) -> Output {
    try await handler.run(self)
  }
}

extension UpdateTimeToLive {
  public func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("TableName", table)
      writer.key("TimeToLiveSpecification")
      writer.object { writer in
        writer.member("AttributeName", attribute)
        writer.member("Enabled", enabled)
      }
    }
  }

  public init(from reader: inout JSONReader) throws(DynamoDBError) {
    var specification: Output?
    let members = try RequestMembers(from: &reader) { reader, name throws(DynamoDBError) in
      guard name == "TimeToLiveSpecification" else { return false }
      specification = try Output.specification(from: &reader)
      return true
    }
    table = try members.required(.tableName)
    guard let specification else { throw RequestMembers.missing("TimeToLiveSpecification") }
    attribute = specification.attribute
    enabled = specification.enabled
  }
}

extension UpdateTimeToLive.Output: OperationOutput {
  public func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.key("TimeToLiveSpecification")
      writer.object { writer in
        writer.member("AttributeName", attribute)
        writer.member("Enabled", enabled)
      }
    }
  }

  public init(from reader: inout JSONReader) throws(DynamoDBError) {
    self = try reader.onlyMember("TimeToLiveSpecification") { reader throws(DynamoDBError) in
      try Self.specification(from: &reader)
    }
  }

  static func specification(from reader: inout JSONReader) throws(DynamoDBError) -> Self {
    var attribute: String?
    var enabled: Bool?
    try reader.object { reader, name throws(DynamoDBError) in
      switch name {
      case "AttributeName": attribute = try reader.string()
      case "Enabled": enabled = try reader.bool()
      default: try reader.skip()
      }
    }
    guard let attribute else { throw RequestMembers.missing("TimeToLiveSpecification.AttributeName") }
    guard let enabled else { throw RequestMembers.missing("TimeToLiveSpecification.Enabled") }
    return Self(attribute: attribute, enabled: enabled)
  }
}

extension DescribeTimeToLive {
  public func write(to writer: inout JSONWriter) {
    writer.object { $0.member("TableName", table) }
  }

  public init(from reader: inout JSONReader) throws(DynamoDBError) {
    table = try RequestMembers(from: &reader).required(.tableName)
  }
}

extension DescribeTimeToLive.Output: OperationOutput {
  public func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.key("TimeToLiveDescription")
      writer.object { writer in
        writer.member("TimeToLiveStatus", status.rawValue)
        writer.member("AttributeName", attribute)
      }
    }
  }

  public init(from reader: inout JSONReader) throws(DynamoDBError) {
    self = try reader.onlyMember("TimeToLiveDescription") { reader throws(DynamoDBError) in
      var output = Self(status: .disabled)
      try reader.object { reader, name throws(DynamoDBError) in
        switch name {
        case "TimeToLiveStatus": output.status = Status(rawValue: try reader.string()) ?? .disabled
        case "AttributeName": output.attribute = try reader.string()
        default: try reader.skip()
        }
      }
      return output
    }
  }
}
