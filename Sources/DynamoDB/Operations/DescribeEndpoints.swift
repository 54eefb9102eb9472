/// Tells at which addresses the service is.
///
/// Source: *Amazon DynamoDB API Reference*, `DescribeEndpoints`.
public struct DescribeEndpoints: DynamoDBOperation {
  public static let name = "DescribeEndpoints"

  /// The request.
  public init() {}

  /// The addresses.
  public struct Output: Hashable, Sendable {
    /// An address, and for how long it is good.
    public struct Endpoint: Hashable, Sendable {
      /// Host and port.
      public var address: String
      /// How long a client may keep the address.
      public var cacheMinutes: Int

      /// An endpoint of its parts.
      public init(address: String, cacheMinutes: Int) {
        self.address = address
        self.cacheMinutes = cacheMinutes
      }
    }

    /// Where to send requests.
    public var endpoints: [Endpoint]

    /// An answer of its parts: for clients and tests that make one.
    public init(endpoints: [Endpoint]) { self.endpoints = endpoints }
  }

  public var tables: [String] { [] }

  public func run(on handler: some OperationHandler) async throws(DynamoDBError) -> Output {
    try await handler.run(self)
  }
}

extension DescribeEndpoints {
  public func write(to writer: inout JSONWriter) { writer.object { _ in } }

  public init(from reader: inout JSONReader) throws(DynamoDBError) { try reader.skip() }
}

extension DescribeEndpoints.Output: OperationOutput {
  public func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.key("Endpoints")
      writer.array(endpoints) { writer, endpoint in
        writer.object { writer in
          writer.member("Address", endpoint.address)
          writer.member("CachePeriodInMinutes", endpoint.cacheMinutes)
        }
      }
    }
  }

  public init(from reader: inout JSONReader) throws(DynamoDBError) {
    endpoints = try reader.onlyMember("Endpoints") { reader throws(DynamoDBError) in
      try reader.list { reader throws(DynamoDBError) in
        var endpoint = Endpoint(address: "", cacheMinutes: 0)
        try reader.object { reader, name throws(DynamoDBError) in
          switch name {
          case "Address": endpoint.address = try reader.string()
          case "CachePeriodInMinutes": endpoint.cacheMinutes = try reader.integer()
          default: try reader.skip()
          }
        }
        return endpoint
      }
    }
  }
}
