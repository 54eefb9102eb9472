extension Endpoint {
  /// The endpoint of `AWS_ENDPOINT_URL_DYNAMODB`, else of `AWS_ENDPOINT_URL`, else DynamoDB's own in `region`.
  ///
  /// An empty variable counts as missing; `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true` has both passed over.
  ///
  /// Source: *AWS SDKs and Tools Reference Guide*, "Service-specific endpoints".
  public init(environment: [String: String], region: Region) throws(ConfigurationError) {
    let ignored = environment["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"]?.lowercased() == "true"
    for variable in ignored ? [] : ["AWS_ENDPOINT_URL_DYNAMODB", "AWS_ENDPOINT_URL"] {
      guard let url = environment[variable], !url.isEmpty else { continue }
      do throws(ConfigurationError) {
        try self.init(url)
        return
      } catch {
        throw ConfigurationError(variable, error.message)
      }
    }
    self = .dynamoDB(in: region)
  }
}
