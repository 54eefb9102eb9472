extension Endpoint {
  /// The endpoint that the environment or the profile has for DynamoDB, or DynamoDB's own in `region`.
  ///
  /// In this order: `AWS_ENDPOINT_URL_DYNAMODB`, `AWS_ENDPOINT_URL`, the `dynamodb` of the profile's `services`
  /// section, the profile's `endpoint_url`. `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true` has all four passed over.
  /// `AWS_USE_FIPS_ENDPOINT` and `AWS_USE_DUALSTACK_ENDPOINT` choose among DynamoDB's own. An empty variable counts as
  /// missing.
  ///
  /// - Parameters:
  ///   - environment: the variables, the process's own as a rule.
  ///   - region: where the service is; requests are signed for it.
  ///   - profile: the profile to read, unless it is `AWS_PROFILE`'s or `default`.
  /// - Throws: ``ConfigurationError`` for what cannot be used, and for an endpoint together with FIPS or dual-stack.
  ///
  /// Source: *AWS SDKs and Tools Reference Guide*, "Service-specific endpoints".
  public init(
    environment: [String: String], region: Region, profile: String? = nil
  ) throws(ConfigurationError) {
    self = try Settings(environment: environment, profile: profile).endpoint(of: .dynamoDB, in: region)
  }
}
