import DynamoDB

/// Which operations the server takes, and how each goes from bytes to bytes.
struct OperationTable<Client: DynamoDBClient>: Sendable {
  let client: Client

  /// Carries out the operation that an `X-Amz-Target` header names.
  ///
  /// - Parameter host: where the client reached the server.
  /// - Throws: `UnknownOperationException` for a target that is missing or that the server does not have.
  func answer(target: String?, host: String? = nil, body: [UInt8]) async throws(DynamoDBError) -> [UInt8] {
    switch target.flatMap(Self.operation(ofTarget:)) {
    case GetItem.name: try await run(GetItem.self, body)
    case PutItem.name: try await run(PutItem.self, body)
    case UpdateItem.name: try await run(UpdateItem.self, body)
    case DeleteItem.name: try await run(DeleteItem.self, body)
    case Query.name: try await run(Query.self, body)
    case Scan.name: try await run(Scan.self, body)
    case BatchGetItem.name: try await run(BatchGetItem.self, body)
    case BatchWriteItem.name: try await run(BatchWriteItem.self, body)
    case TransactWriteItems.name: try await run(TransactWriteItems.self, body)
    case TransactGetItems.name: try await run(TransactGetItems.self, body)
    case CreateTable.name: try await run(CreateTable.self, body)
    case DescribeTable.name: try await run(DescribeTable.self, body)
    case ListTables.name: try await run(ListTables.self, body)
    case DeleteTable.name: try await run(DeleteTable.self, body)
    case UpdateTimeToLive.name: try await run(UpdateTimeToLive.self, body)
    case DescribeTimeToLive.name: try await run(DescribeTimeToLive.self, body)
    case UpdateTable.name: try await run(UpdateTable.self, body)
    case TagResource.name: try await run(TagResource.self, body)
    case UntagResource.name: try await run(UntagResource.self, body)
    case ListTagsOfResource.name: try await run(ListTagsOfResource.self, body)
    case DescribeLimits.name: try await run(DescribeLimits.self, body)
    case DescribeEndpoints.name: try await describeEndpoints(body, host: host)
    case DescribeContinuousBackups.name: try await run(DescribeContinuousBackups.self, body)
    case UpdateContinuousBackups.name: try await run(UpdateContinuousBackups.self, body)
    default: throw .service(code: "UnknownOperationException", status: 400, message: "")
    }
  }

  private func run<Operation: DynamoDBOperation>(
    _: Operation.Type, _ body: [UInt8]
  ) async throws(DynamoDBError) -> [UInt8] {
    do throws(DynamoDBError) {
      let operation = try Operation(json: body)
      if ParameterShape.isAboutTables(Operation.name),
        let error = try ParameterViolations.error(of: Operation.name, body)
      {
        throw error
      }
      return try await client.send(operation).json
    } catch .validation(let message) {
      throw try ParameterViolations.error(of: Operation.name, body) ?? .validation(message)
    }
  }

  /// The address is the one under which the client has found the server.
  private func describeEndpoints(_ body: [UInt8], host: String?) async throws(DynamoDBError) -> [UInt8] {
    var output = try await client.send(try DescribeEndpoints(json: body))
    if let host {
      for place in output.endpoints.indices { output.endpoints[place].address = host }
    }
    return output.json
  }

  private static func operation(ofTarget target: String) -> String? {
    let prefix = "DynamoDB_20120810."
    return target.hasPrefix(prefix) ? String(target.dropFirst(prefix.count)) : nil
  }
}
