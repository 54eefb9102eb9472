#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

extension AWSDynamoDBClient.Configuration {
  /// Reads the AWS SDKs' own variables: the Region, the endpoint, the credentials and `AWS_MAX_ATTEMPTS`.
  ///
  /// Missing credentials are told at the first request, not here.
  ///
  /// - Throws: ``ConfigurationError`` for a Region that is missing or a value that cannot be used.
  public init(environment: [String: String]) throws(ConfigurationError) {
    let region = try Region(environment: environment)
    self.init(
      region: region, endpoint: try Endpoint(environment: environment, region: region),
      credentials: EnvironmentCredentials(environment), retryPolicy: try RetryPolicy(environment: environment))
  }
}

extension RetryPolicy {
  /// Standard mode, with `AWS_MAX_ATTEMPTS` attempts where that is set.
  init(environment: [String: String]) throws(ConfigurationError) {
    self.init()
    guard let text = environment["AWS_MAX_ATTEMPTS"], !text.isEmpty else { return }
    guard let attempts = Int(text), attempts > 0 else {
      throw ConfigurationError("AWS_MAX_ATTEMPTS", "\"\(text)\" is not a whole number greater than 0")
    }
    maximumAttempts = attempts
  }
}

extension AWSDynamoDBClient {
  /// A client as the environment describes it.
  ///
  /// - Parameter environment: the process's own, unless another is given.
  /// - Throws: ``ConfigurationError`` for a Region that is missing or a value that cannot be used.
  public static func fromEnvironment(
    _ environment: [String: String]? = nil
  ) throws(ConfigurationError) -> AWSDynamoDBClient {
    AWSDynamoDBClient(try Configuration(environment: environment ?? ProcessInfo.processInfo.environment))
  }
}
