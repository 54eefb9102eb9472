/// Gives a table tags, or other values to tags that it has. A table has at most 50.
///
/// Source: *Amazon DynamoDB API Reference*, `TagResource`.
public struct TagResource: DynamoDBOperation {
  public static let name = "TagResource"

  /// The table's ARN: ``TableDescription/arn``.
  public var resource: String
  /// By name; one that is there is replaced.
  public var tags: [String: String]

  /// The request.
  public init(resource: String, tags: [String: String]) {
    self.resource = resource
    self.tags = tags
  }

  public typealias Output = EmptyOutput

  public var tables: [String] { [resource] }

  public func run(on handler: some OperationHandler) async throws(DynamoDBError) -> Output {
    try await handler.run(self)
  }
}

/// Takes tags from a table; those that it does not have are no error.
///
/// Source: *Amazon DynamoDB API Reference*, `UntagResource`.
public struct UntagResource: DynamoDBOperation {
  public static let name = "UntagResource"

  /// The table's ARN: ``TableDescription/arn``.
  public var resource: String
  /// The tags' names.
  public var keys: [String]

  /// The request.
  public init(resource: String, keys: [String]) {
    self.resource = resource
    self.keys = keys
  }

  public typealias Output = EmptyOutput

  public var tables: [String] { [resource] }

  public func run(on handler: some OperationHandler) async throws(DynamoDBError) -> Output {
    try await handler.run(self)
  }
}

/// Lists a table's tags.
///
/// Source: *Amazon DynamoDB API Reference*, `ListTagsOfResource`.
public struct ListTagsOfResource: DynamoDBOperation {
  public static let name = "ListTagsOfResource"

  /// The table's ARN: ``TableDescription/arn``.
  public var resource: String
  /// What the answer before this one gave.
  public var nextToken: String?

  /// The request; from the beginning without a token.
  public init(resource: String, nextToken: String? = nil) {
    self.resource = resource
    self.nextToken = nextToken
  }

  /// Some of the tags, and where to go on.
  public struct Output: Hashable, Sendable {
    /// By name.
    public var tags: [String: String]
    /// Where to go on, or `nil` at the end.
    public var nextToken: String?

    /// An answer of its parts: for clients and tests that make one.
    public init(tags: [String: String] = [:], nextToken: String? = nil) {
      self.tags = tags
      self.nextToken = nextToken
    }
  }

  public var tables: [String] { [resource] }

  public func run(on handler: some OperationHandler) async throws(DynamoDBError) -> Output {
    try await handler.run(self)
  }
}

extension TagResource {
  public func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("ResourceArn", resource)
      writer.tags(tags)
    }
  }

  public init(from reader: inout JSONReader) throws(DynamoDBError) {
    var resource: String?
    var tags: [String: String]?
    try reader.object { reader, name throws(DynamoDBError) in
      switch name {
      case "ResourceArn": resource = try reader.string()
      case "Tags": tags = try reader.tags()
      default: try reader.skip()
      }
    }
    guard let resource else { throw RequestMembers.missing("ResourceArn") }
    guard let tags else { throw RequestMembers.missing("Tags") }
    self.init(resource: resource, tags: tags)
  }
}

extension UntagResource {
  public func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("ResourceArn", resource)
      writer.key("TagKeys")
      writer.array(keys) { $0.string($1) }
    }
  }

  public init(from reader: inout JSONReader) throws(DynamoDBError) {
    var resource: String?
    var keys: [String]?
    try reader.object { reader, name throws(DynamoDBError) in
      switch name {
      case "ResourceArn": resource = try reader.string()
      case "TagKeys": keys = try reader.list { reader throws(DynamoDBError) in try reader.string() }
      default: try reader.skip()
      }
    }
    guard let resource else { throw RequestMembers.missing("ResourceArn") }
    guard let keys else { throw RequestMembers.missing("TagKeys") }
    self.init(resource: resource, keys: keys)
  }
}

extension ListTagsOfResource {
  public func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("ResourceArn", resource)
      writer.member("NextToken", nextToken)
    }
  }

  public init(from reader: inout JSONReader) throws(DynamoDBError) {
    var resource: String?
    var token: String?
    try reader.object { reader, name throws(DynamoDBError) in
      switch name {
      case "ResourceArn": resource = try reader.string()
      case "NextToken": token = try reader.string()
      default: try reader.skip()
      }
    }
    guard let resource else { throw RequestMembers.missing("ResourceArn") }
    self.init(resource: resource, nextToken: token)
  }
}

extension ListTagsOfResource.Output: OperationOutput {
  public func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.tags(tags)
      writer.member("NextToken", nextToken)
    }
  }

  public init(from reader: inout JSONReader) throws(DynamoDBError) {
    var output = Self()
    try reader.object { reader, name throws(DynamoDBError) in
      switch name {
      case "Tags": output.tags = try reader.tags()
      case "NextToken": output.nextToken = try reader.string()
      default: try reader.skip()
      }
    }
    self = output
  }
}
