import AWSDynamoDB
import ArgumentParser

extension PlaceOptions {
  /// The client that these options and the environment describe, as for the AWS SDKs.
  ///
  /// A DynamoDB of this machine that `--endpoint` names needs neither a Region nor credentials; those in the environment
  /// are used all the same.
  func clientConfiguration(environment: [String: String]) throws(Failure) -> AWSDynamoDBClient.Configuration {
    do throws(ConfigurationError) {
      var environment = environment
      if let region { environment["AWS_REGION"] = region }
      guard let endpoint else { return try .init(environment: environment, profile: profile) }
      let place: Endpoint
      do throws(ConfigurationError) { place = try Endpoint(endpoint) } catch {
        throw ConfigurationError("--endpoint", error.message)
      }
      // What is configured elsewhere does not count, also where it contradicts itself.
      environment["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] = "true"
      if (try? Region(environment: environment, profile: profile)) == nil { environment["AWS_REGION"] = "us-east-1" }
      var configuration = try AWSDynamoDBClient.Configuration(environment: environment, profile: profile)
      configuration.endpoint = place
      if Self.isOfThisMachine(place), profile == nil, environment["AWS_ACCESS_KEY_ID", default: ""].isEmpty {
        configuration.credentials = StaticCredentials(accessKeyID: "local", secretAccessKey: "local")
      }
      return configuration
    } catch {
      let hint = error.setting == "AWS_REGION" && region == nil ? "; or name a place with --endpoint or --file" : ""
      throw Failure("\(error)\(hint)", status: .configuration)
    }
  }

  private static func isOfThisMachine(_ endpoint: Endpoint) -> Bool {
    endpoint.host == "localhost" || endpoint.host == "[::1]" || endpoint.host.hasPrefix("127.")
  }
}
