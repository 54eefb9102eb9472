/// An AWS service, as host names, signatures and settings call it.
package struct AWSService: Hashable, Sendable {
  /// In host names and in signatures.
  let name: String
  /// In a `services` section.
  let key: String
  let endpointVariable: String

  package static let dynamoDB = AWSService(
    name: "dynamodb", key: "dynamodb", endpointVariable: "AWS_ENDPOINT_URL_DYNAMODB")
  package static let s3 = AWSService(name: "s3", key: "s3", endpointVariable: "AWS_ENDPOINT_URL_S3")
  /// CloudWatch.
  package static let monitoring = AWSService(
    name: "monitoring", key: "cloudwatch", endpointVariable: "AWS_ENDPOINT_URL_CLOUDWATCH")
  static let securityTokens = AWSService(name: "sts", key: "sts", endpointVariable: "AWS_ENDPOINT_URL_STS")
}
