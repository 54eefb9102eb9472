import DynamoDB
public import TableTheoryModels

/// A request of DynamoDB's API: what it is called and its parameters.
public struct TableRequest: Hashable, Sendable {
  /// `CreateTable`
  public var operation: String
  /// The request's JSON.
  public var parameters: DocumentValue

  /// A request of its operation and JSON.
  public init(_ operation: String, _ parameters: DocumentValue) {
    self.operation = operation
    self.parameters = parameters
  }
}

extension TableSchema {
  /// The requests that make the table, in their order. The second one has to wait until the table is there.
  ///
  /// Source: *Amazon DynamoDB API Reference*, `CreateTable`, `UpdateTimeToLive`, `UpdateContinuousBackups`.
  public func creation(_ options: TemplateOptions = TemplateOptions()) -> [TableRequest] {
    var table = properties
    if options.deletionProtection { table["DeletionProtectionEnabled"] = true }
    table["SSESpecification"] = options.encryption.specification(enabled: "Enabled")
    var requests = [TableRequest("CreateTable", table)]
    if let timeToLive {
      requests.append(
        TableRequest(
          "UpdateTimeToLive", ["TableName": .string(name), "TimeToLiveSpecification": Self.specification(timeToLive)]))
    }
    if options.pointInTimeRecovery {
      requests.append(
        TableRequest(
          "UpdateContinuousBackups",
          [
            "TableName": .string(name),
            "PointInTimeRecoverySpecification": ["PointInTimeRecoveryEnabled": true],
          ]))
    }
    return requests
  }

  /// What `CreateTable` and CloudFormation have under the same names.
  var properties: DocumentValue {
    .object([
      "TableName": .string(name),
      "BillingMode": "PAY_PER_REQUEST",
      "AttributeDefinitions": .array(
        keyAttributes.map { ["AttributeName": .string($0.name), "AttributeType": .string($0.kind.rawValue)] }),
      "KeySchema": key.elements,
      "GlobalSecondaryIndexes": elements(of: .global),
      "LocalSecondaryIndexes": elements(of: .local),
    ])
  }

  private func elements(of kind: IndexSchema.Kind) -> DocumentValue? {
    let indexes = indexes.filter { $0.kind == kind }
    guard !indexes.isEmpty else { return nil }
    return .array(
      indexes.map { index in
        ["IndexName": .string(index.name), "KeySchema": index.key.elements, "Projection": index.projection.properties]
      })
  }

  static func specification(_ timeToLive: String) -> DocumentValue {
    ["AttributeName": .string(timeToLive), "Enabled": true]
  }
}

extension KeySchema {
  fileprivate var elements: DocumentValue {
    .array(
      zip(attributes, ["HASH", "RANGE"]).map { ["AttributeName": .string($0.name), "KeyType": .string($1)] })
  }
}

extension IndexSchema.Projection {
  /// `ALL`, `KEYS_ONLY` or `INCLUDE`.
  var type: String {
    switch self {
    case .all: "ALL"
    case .keysOnly: "KEYS_ONLY"
    case .including: "INCLUDE"
    }
  }

  var fields: [String] { if case .including(let fields) = self { fields } else { [] } }

  fileprivate var properties: DocumentValue {
    .object(["ProjectionType": .string(type), "NonKeyAttributes": fields.isEmpty ? nil : .strings(fields)])
  }
}

extension TemplateOptions.Encryption {
  /// - Parameter enabled: the name of the flag, which differs between the API and CloudFormation.
  func specification(enabled: String) -> DocumentValue? {
    switch self {
    case .ownedByDynamoDB: nil
    case .managedByAWS: .object([.init(enabled, true), .init("SSEType", "KMS")])
    case .key(let key): .object([.init(enabled, true), .init("SSEType", "KMS"), .init("KMSMasterKeyId", .string(key))])
    }
  }
}
