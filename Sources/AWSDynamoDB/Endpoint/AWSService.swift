/// An AWS service, as host names, signatures and settings call it.
struct AWSService: Hashable, Sendable {
  /// In host names and in signatures.
  let name: String
  /// In a `services` section.
  let key: String
  let endpointVariable: String

  static let dynamoDB = AWSService(name: "dynamodb", key: "dynamodb", endpointVariable: "AWS_ENDPOINT_URL_DYNAMODB")
  static let securityTokens = AWSService(name: "sts", key: "sts", endpointVariable: "AWS_ENDPOINT_URL_STS")
}
