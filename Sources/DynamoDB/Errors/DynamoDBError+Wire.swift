extension DynamoDBError {
  /// DynamoDB's name of the error, without its namespace: `ConditionalCheckFailedException`.
  public var code: String {
    switch self {
    case .conditionFailed: "ConditionalCheckFailedException"
    case .transactionCanceled: "TransactionCanceledException"
    case .transactionConflict: "TransactionConflictException"
    case .transactionInProgress: "TransactionInProgressException"
    case .idempotentParameterMismatch: "IdempotentParameterMismatchException"
    case .validation: "ValidationException"
    case .serialization: "SerializationException"
    case .resourceNotFound: "ResourceNotFoundException"
    case .resourceInUse: "ResourceInUseException"
    case .throttled: "ThrottlingException"
    case .service(let code, _, _): code
    case .unavailable: "ServiceUnavailable"
    case .outcomeUnknown: "OutcomeUnknown"
    case .cancelled: "Cancelled"
    }
  }

  /// The service's own words, where it sent any.
  public var message: String {
    switch self {
    case .conditionFailed: "The conditional request failed"
    case .transactionCanceled(let reasons):
      "Transaction cancelled, please refer cancellation reasons for specific reasons ["
        + reasons.map(\.code.rawValue).joined(separator: ", ") + "]"
    case .transactionConflict(let message), .transactionInProgress(let message),
      .idempotentParameterMismatch(let message), .validation(let message), .serialization(let message),
      .resourceNotFound(let message), .resourceInUse(let message), .throttled(let message),
      .service(_, _, let message), .unavailable(let message), .outcomeUnknown(let message):
      message
    case .cancelled: "the task was cancelled before the request was sent"
    }
  }

  /// The HTTP status that the error travels with.
  public var status: Int {
    switch self {
    case .service(_, let status, _): status
    case .unavailable, .outcomeUnknown, .cancelled: 503
    default: 400
    }
  }

  /// Writes the error as the body of DynamoDB's answer.
  public func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.key("__type")
      writer.string(namespace + "#" + code)
      writer.key(hasDynamoDBsOwnShape ? "Message" : "message")
      writer.string(message)
      if case .conditionFailed(let item?) = self {
        writer.key("Item")
        item.write(to: &writer)
      }
      if case .transactionCanceled(let reasons) = self {
        writer.key("CancellationReasons")
        writer.array(reasons) { $1.write(to: &$0) }
      }
    }
  }

  /// Reads the error out of an answer whose status is not 200.
  ///
  /// An answer that is not DynamoDB's (a proxy's page, half a body) becomes ``service(code:status:message:)``
  /// with the code `Unrecognized`.
  public init(status: Int, body: [UInt8]) {
    var fields = Fields()
    do throws(DynamoDBError) {
      var reader = JSONReader(body)
      try fields.read(from: &reader)
    } catch {
      self = .service(code: "Unrecognized", status: status, message: "the answer is not DynamoDB's JSON")
      return
    }
    self = fields.error(status: status)
  }

  private var namespace: String {
    switch self {
    case .validation: "com.amazon.coral.validate"
    case .serialization: "com.amazon.coral.service"
    case .service(let code, _, _) where Self.frameworkCodes.contains(code): "com.amazon.coral.service"
    default: "com.amazonaws.dynamodb.v20120810"
    }
  }

  /// Errors of the framework that DynamoDB runs on, before the request comes to it.
  private static let frameworkCodes: Set<String> = [
    "UnknownOperationException", "MissingAuthenticationTokenException", "IncompleteSignatureException",
    "UnrecognizedClientException", "InvalidSignatureException", "AccessDeniedException",
  ]

  private var hasDynamoDBsOwnShape: Bool {
    if case .transactionCanceled = self { true } else { false }
  }
}

extension DynamoDBError {
  /// The members of an error's body.
  private struct Fields {
    var type = ""
    var message = ""
    var item: Item?
    var reasons: [CancellationReason] = []

    mutating func read(from reader: inout JSONReader) throws(DynamoDBError) {
      var fields = Fields()
      try reader.object { reader, name throws(DynamoDBError) in
        switch name {
        case "__type": fields.type = try reader.string()
        case "message", "Message": fields.message = try reader.string()
        case "Item": fields.item = try Item(from: &reader)
        case "CancellationReasons":
          fields.reasons = try reader.list { reader throws(DynamoDBError) in try CancellationReason(from: &reader) }
        default: try reader.skip()
        }
      }
      self = fields
    }

    func error(status: Int) -> DynamoDBError {
      let code = String(type.split(separator: "#").last ?? "Unrecognized")
      return switch code {
      case "ConditionalCheckFailedException": .conditionFailed(item: item)
      case "TransactionCanceledException": .transactionCanceled(reasons)
      case "TransactionConflictException": .transactionConflict(message)
      case "TransactionInProgressException": .transactionInProgress(message)
      case "IdempotentParameterMismatchException": .idempotentParameterMismatch(message)
      case "ValidationException": .validation(message)
      case "SerializationException": .serialization(message)
      case "ResourceNotFoundException": .resourceNotFound(message)
      case "ResourceInUseException": .resourceInUse(message)
      case "ProvisionedThroughputExceededException", "ThrottlingException", "RequestLimitExceeded": .throttled(message)
      default: .service(code: code, status: status, message: message)
      }
    }
  }
}

extension CancellationReason: JSONCodable {
  public func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.key("Code")
      writer.string(code.rawValue)
      if let message {
        writer.key("Message")
        writer.string(message)
      }
      if let item {
        writer.key("Item")
        item.write(to: &writer)
      }
    }
  }

  public init(from reader: inout JSONReader) throws(DynamoDBError) {
    var reason = CancellationReason.none
    try reader.object { reader, name throws(DynamoDBError) in
      switch name {
      case "Code": reason.code = Code(rawValue: try reader.string())
      case "Message": reason.message = try reader.string()
      case "Item": reason.item = try Item(from: &reader)
      default: try reader.skip()
      }
    }
    self = reason
  }
}
