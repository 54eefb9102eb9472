import DynamoDB
import Testing

@testable import AWSDynamoDB

@Suite("The places are looked through in the AWS SDKs' order")
struct DefaultCredentialsTests {
  /// Everything is configured, each place with a key of its own.
  private static func everything(_ standIn: StandIn, _ directory: TemporaryDirectory) throws -> [String: String] {
    let process = try directory.write("#!/bin/sh\necho '\(Documents.process())'", to: "process", executable: true)
    let config = """
      [default]
      credential_process = \(process)
      [profile keys]
      aws_access_key_id = AKIDKEYS
      aws_secret_access_key = s
      [profile none]
      """
    return [
      "AWS_ACCESS_KEY_ID": "AKIDENV", "AWS_SECRET_ACCESS_KEY": Secret.key, "AWS_REGION": "eu-west-1",
      "AWS_WEB_IDENTITY_TOKEN_FILE": try directory.write(Secret.identity, to: "token"), "AWS_ROLE_ARN": "r",
      "AWS_ENDPOINT_URL_STS": standIn.url + "/sts", "AWS_CONFIG_FILE": try directory.write(config, to: "config"),
      "AWS_CONTAINER_CREDENTIALS_FULL_URI": standIn.url + "/container",
      "AWS_EC2_METADATA_SERVICE_ENDPOINT": standIn.url, "PATH": "/usr/bin:/bin",
    ]
  }

  private static let services: StandIn.Answer = { request in
    switch request.path {
    case "/sts": HTTPResponse(200, Documents.role())
    case "/container": HTTPResponse(200, Documents.endpoint("AKIDCONTAINER"))
    case "/latest/api/token": HTTPResponse(200, Secret.metadata)
    case "/latest/meta-data/iam/security-credentials/": HTTPResponse(200, "r")
    case "/latest/meta-data/iam/security-credentials/r": HTTPResponse(200, Documents.endpoint("AKIDINSTANCE"))
    default: HTTPResponse(404, "")
    }
  }

  private func credentials(_ variables: [String: String], profile: String? = nil) -> DefaultCredentials {
    // Real time for the program, a clock of its own for what expires in 2015.
    DefaultCredentials(.test(variables, profile: profile, time: PatientTime()))
  }

  /// A clock in 2015 whose pauses are real.
  private struct PatientTime: TimeSource {
    let now = Timestamp(seconds: 1_440_938_160)
    var uptime: Duration { .zero }
    func sleep(for duration: Duration) async throws { try await SystemTime().sleep(for: duration) }
  }

  @Test("The environment, a web identity, the profile, the container, the instance")
  func order() async throws {
    try await TemporaryDirectory.with { directory async throws in
      try await StandIn.with(Self.services) { standIn async throws in
        var variables = try Self.everything(standIn, directory)
        var order: [[String?]] = []
        for next in [
          "AWS_ACCESS_KEY_ID", "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_CONFIG_FILE", "AWS_CONTAINER_CREDENTIALS_FULL_URI",
          "AWS_EC2_METADATA_SERVICE_ENDPOINT",
        ] {
          let provider = credentials(variables)
          #expect(provider.source == nil)
          order.append([try await provider.credentials().accessKeyID, provider.source])
          variables[next] = nil
        }
        #expect(
          order == [
            ["AKIDENV", "the environment"], ["ASIAROLE", "the web identity token in the environment"],
            ["AKIDPROCESS", "the shared files"], ["AKIDCONTAINER", "the container endpoint"],
            ["AKIDINSTANCE", "the EC2 instance metadata service"],
          ])
      }
    }
  }

  @Test("A profile that the program names goes before the environment; one that AWS_PROFILE names does not")
  func profile() async throws {
    try await TemporaryDirectory.with { directory async throws in
      try await StandIn.with(Self.services) { standIn async throws in
        var variables = try Self.everything(standIn, directory)
        #expect(try await credentials(variables, profile: "keys").credentials().accessKeyID == "AKIDKEYS")
        #expect(try await credentials(variables, profile: "none").credentials().accessKeyID == "AKIDCONTAINER")
        variables["AWS_PROFILE"] = "keys"
        #expect(try await credentials(variables).credentials().accessKeyID == "AKIDENV")
        variables["AWS_ACCESS_KEY_ID"] = nil
        variables["AWS_WEB_IDENTITY_TOKEN_FILE"] = nil
        #expect(try await credentials(variables).credentials().accessKeyID == "AKIDKEYS")
        await #expect { try await credentials(variables, profile: "nowhere").credentials() } throws: {
          "\($0)".contains("no profile \"nowhere\"")
        }
      }
    }
  }

  @Test("A place that is configured and fails ends the search: no other identity is taken for it")
  func failureEndsTheSearch() async throws {
    try await TemporaryDirectory.with { directory async throws in
      try await StandIn.with(Self.services) { standIn async throws in
        let variables = try Self.everything(standIn, directory)
        for (name, value, place) in [
          ("AWS_SECRET_ACCESS_KEY", "", "the environment: AWS_SECRET_ACCESS_KEY is not set"),
          ("AWS_ROLE_ARN", "", "the web identity token in the environment: "),
          ("AWS_CONFIG_FILE", try directory.write("nonsense", to: "broken"), "the shared files: AWS_CONFIG_FILE: "),
          (
            "AWS_CONTAINER_CREDENTIALS_FULL_URI", standIn.url + "/no",
            "the container endpoint: it answered with HTTP 404"
          ),
        ] {
          var broken = variables
          broken[name] = value
          if name != "AWS_SECRET_ACCESS_KEY" { broken["AWS_ACCESS_KEY_ID"] = nil }
          if name.hasPrefix("AWS_CON") { broken["AWS_WEB_IDENTITY_TOKEN_FILE"] = nil }
          if name.hasPrefix("AWS_CONT") { broken["AWS_CONFIG_FILE"] = nil }
          await #expect { try await credentials(broken).credentials() } throws: { "\($0)".contains(place) }
        }
      }
    }
  }

  @Test("Where there are none, every place is named with how one can tell")
  func nothing() async throws {
    let text = await complaint { try await credentials(["AWS_EC2_METADATA_DISABLED": "true"]).credentials() }
    #expect(
      text == """
        no credentials: looked in 5 places; the environment: AWS_ACCESS_KEY_ID is not set; the web identity token in \
        the environment: AWS_WEB_IDENTITY_TOKEN_FILE is not set; the shared files: there is no profile "default"; \
        looked in no file: HOME is not set; the container endpoint: neither AWS_CONTAINER_CREDENTIALS_RELATIVE_URI nor \
        AWS_CONTAINER_CREDENTIALS_FULL_URI is set; the EC2 instance metadata service: AWS_EC2_METADATA_DISABLED is true
        """)
  }

  @Test("Refreshing asks only the place that had them, and says so where it has none any more")
  func winner() async throws {
    try await TemporaryDirectory.with { directory async throws in
      let config = try directory.write(
        "[default]\naws_access_key_id = A\naws_secret_access_key = s", to: "config")
      let context = CredentialsContext.test(["AWS_CONFIG_FILE": config, "AWS_EC2_METADATA_DISABLED": "true"])
      let chain = CredentialsChain(context.sources)
      #expect(try await chain.credentials().accessKeyID == "A")
      try directory.write("[default]\naws_access_key_id = B\naws_secret_access_key = s", to: "config")
      #expect(try await chain.credentials().accessKeyID == "B")
      try directory.write("[default]", to: "config")
      await #expect { try await chain.credentials() } throws: {
        "\($0)".hasPrefix("no credentials: the shared files, which had some before:")
      }
    }
  }

  @Test("A client looks for credentials at its first request, and not before")
  func lazy() async throws {
    try await TemporaryDirectory.with { directory async throws in
      try await StandIn.with(Self.services) { standIn async throws in
        let variables = [
          "AWS_CONTAINER_CREDENTIALS_FULL_URI": standIn.url + "/container", "AWS_REGION": "eu-west-1",
        ]
        let configuration = try AWSDynamoDBClient.Configuration(environment: variables)
        #expect(standIn.requests.isEmpty)
        // The document is from 2015.
        await #expect { try await configuration.credentials.credentials() } throws: {
          "\($0)".contains("expired already")
        }
        #expect(standIn.requests.count == 1)
      }
    }
  }
}
