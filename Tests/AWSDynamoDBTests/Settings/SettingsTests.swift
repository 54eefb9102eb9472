import Testing

@testable import AWSDynamoDB

@Suite("Settings come from the environment, and else from the profile")
struct SettingsTests {
  /// An environment with shared files.
  private func environment(
    _ directory: TemporaryDirectory, config: String = "", credentials: String = "", _ more: [String: String] = [:]
  ) throws -> [String: String] {
    let files = [
      "AWS_CONFIG_FILE": try directory.write(config, to: "config"),
      "AWS_SHARED_CREDENTIALS_FILE": try directory.write(credentials, to: "credentials"),
    ]
    return files.merging(more) { $1 }
  }

  private static let profiles = """
    [default]
    region = eu-west-1
    max_attempts = 5
    [profile b]
    region = eu-west-2
    services = local
    endpoint_url = http://all:1
    retry_mode = adaptive
    [profile c]
    region = us-east-1
    endpoint_url = http://all:1
    ignore_configured_endpoint_urls = true
    [profile f]
    region = us-gov-west-1
    use_fips_endpoint = true
    use_dualstack_endpoint = true
    [services local]
    dynamodb =
      endpoint_url = http://tables:2
    """

  @Test("The Region: AWS_REGION, AWS_DEFAULT_REGION, the profile's")
  func region() async throws {
    try await TemporaryDirectory.with { directory async throws in
      var variables = try environment(directory, config: Self.profiles)
      #expect(try Region(environment: variables).name == "eu-west-1")
      variables["AWS_PROFILE"] = "b"
      #expect(try Region(environment: variables).name == "eu-west-2")
      #expect(try Region(environment: variables, profile: "c").name == "us-east-1")
      variables["AWS_DEFAULT_REGION"] = "sa-east-1"
      #expect(try Region(environment: variables).name == "sa-east-1")
      variables["AWS_REGION"] = "ap-south-1"
      #expect(try Region(environment: variables).name == "ap-south-1")
    }
  }

  @Test("The files are looked for at home, and of a setting in both that in the credentials file counts")
  func home() async throws {
    try await TemporaryDirectory.with { directory async throws in
      #expect(throws: ConfigurationError.self) { try Region(environment: ["HOME": directory.path]) }
      let aws = try directory.directory(".aws")
      try aws.write("[default]\nregion = eu-west-1\n[profile x]\nregion = eu-west-2", to: "config")
      #expect(try Region(environment: ["HOME": directory.path]).name == "eu-west-1")
      try aws.write("[default]\nregion = eu-west-3", to: "credentials")
      #expect(try Region(environment: ["HOME": directory.path]).name == "eu-west-3")
      #expect(try Region(environment: ["HOME": directory.path], profile: "x").name == "eu-west-2")
      let elsewhere = ["HOME": directory.path, "AWS_SHARED_CREDENTIALS_FILE": "~/.aws/nowhere"]
      #expect(try Region(environment: elsewhere).name == "eu-west-1")
    }
  }

  @Test("Keys of two files are not mixed: with an access key's id, the credentials file has its secret and its token")
  func keysOfOneFile() async throws {
    try await TemporaryDirectory.with { directory async throws in
      let config = """
        [default]
        region = eu-west-1
        aws_access_key_id = OLD
        aws_secret_access_key = old
        aws_session_token = old
        """
      func keys(_ credentials: String) throws -> [String?] {
        let files = try SharedFiles(environment: environment(directory, config: config, credentials: credentials))
        let profile = try #require(files.profile("default"))
        #expect(profile["region"] == "eu-west-1")
        return Profile.keySettings.map { profile[$0] }
      }
      #expect(try keys("[default]\naws_access_key_id = A\naws_secret_access_key = s") == ["A", "s", nil])
      #expect(try keys("[default]\naws_access_key_id = A") == ["A", nil, nil])
      #expect(try keys("[default]\nmax_attempts = 1\naws_access_key_id =\n") == [nil, "old", "old"])
      #expect(try keys("[default]\nmax_attempts = 1") == ["OLD", "old", "old"])
    }
  }

  @Test("The endpoint: the two variables, the profile's services section, the profile, the Region's")
  func endpoint() async throws {
    try await TemporaryDirectory.with { directory async throws in
      var variables = try environment(directory, config: Self.profiles, ["AWS_PROFILE": "b"])
      let region = try Region(environment: variables)
      func endpoint(_ profile: String? = nil) throws -> Endpoint {
        try Endpoint(environment: variables, region: region, profile: profile)
      }
      #expect(try endpoint().authority == "tables:2")
      #expect(try endpoint("default") == .dynamoDB(in: region))
      #expect(try endpoint("c") == .dynamoDB(in: region))
      variables["AWS_ENDPOINT_URL"] = "http://everything:3"
      #expect(try endpoint().authority == "everything:3")
      #expect(try endpoint("c") == .dynamoDB(in: region))
      variables["AWS_ENDPOINT_URL_DYNAMODB"] = "http://mine:4"
      #expect(try endpoint().authority == "mine:4")
      variables["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] = "TRUE"
      #expect(try endpoint() == .dynamoDB(in: region))
      variables["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] = "false"
      #expect(try endpoint("c").authority == "mine:4")
    }
  }

  @Test("FIPS and dual-stack are for AWS's own endpoints, by variable or profile, and not for one that is configured")
  func variants() async throws {
    try await TemporaryDirectory.with { directory async throws in
      var variables = try environment(directory, config: Self.profiles)
      let region = try Region("eu-west-1")
      #expect(
        try Endpoint(environment: variables, region: region, profile: "f").authority
          == "dynamodb-fips.eu-west-1.api.aws")
      variables["AWS_USE_DUALSTACK_ENDPOINT"] = "false"
      #expect(
        try Endpoint(environment: variables, region: region, profile: "f").authority
          == "dynamodb-fips.eu-west-1.amazonaws.com")
      variables["AWS_ENDPOINT_URL"] = "http://localhost:1"
      #expect { try Endpoint(environment: variables, region: region, profile: "f") } throws: {
        "\($0)".contains("FIPS")
      }
      variables["AWS_USE_FIPS_ENDPOINT"] = "yes"
      #expect { try Endpoint(environment: variables, region: region) } throws: {
        "\($0)".hasPrefix("AWS_USE_FIPS_ENDPOINT:")
      }
    }
  }

  @Test("Attempts: AWS_MAX_ATTEMPTS, the profile's max_attempts; every documented retry mode is taken for standard")
  func retries() async throws {
    try await TemporaryDirectory.with { directory async throws in
      var variables = try environment(directory, config: Self.profiles)
      #expect(try AWSDynamoDBClient.Configuration(environment: variables).retryPolicy.maximumAttempts == 5)
      #expect(
        try AWSDynamoDBClient.Configuration(environment: variables, profile: "b").retryPolicy == RetryPolicy())
      variables["AWS_MAX_ATTEMPTS"] = "2"
      #expect(try AWSDynamoDBClient.Configuration(environment: variables).retryPolicy.maximumAttempts == 2)
      variables["AWS_RETRY_MODE"] = "wild"
      #expect { try AWSDynamoDBClient.Configuration(environment: variables) } throws: {
        "\($0)".hasPrefix("AWS_RETRY_MODE:")
      }
    }
  }

  @Test("A named profile that is missing is told with where was looked; a missing default is not missed")
  func missingProfile() async throws {
    try await TemporaryDirectory.with { directory async throws in
      var variables = try environment(directory, config: "[profile a]", ["AWS_REGION": "eu-west-1"])
      variables["AWS_SHARED_CREDENTIALS_FILE"] = directory.path + "/nowhere"
      #expect(try Region(environment: variables).name == "eu-west-1")
      #expect { try Region(environment: variables, profile: "b") } throws: {
        "\($0)".hasPrefix("profile: there is no profile \"b\"") && "\($0)".contains(directory.path + "/config and")
          && "\($0)".contains("nowhere (not there)")
      }
      variables["AWS_PROFILE"] = "c"
      #expect { try Region(environment: variables) } throws: { "\($0)".hasPrefix("AWS_PROFILE: there is no profile") }
    }
  }

  @Test("A file that cannot be read is told with its path and line, without what is in it")
  func malformed() async throws {
    try await TemporaryDirectory.with { directory async throws in
      let variables = try environment(
        directory, credentials: "[default]\n\(Secret.key)\n", ["AWS_REGION": "eu-west-1"])
      #expect { try AWSDynamoDBClient.Configuration(environment: variables) } throws: {
        "\($0)".contains(directory.path + "/credentials, line 2:") && !Secret.isShown(in: "\($0)")
      }
      let folder = ["AWS_REGION": "eu-west-1", "AWS_CONFIG_FILE": directory.path]
      #expect { try AWSDynamoDBClient.Configuration(environment: folder) } throws: {
        "\($0)".contains("\(directory.path) cannot be read")
      }
    }
  }
}
