import DynamoDB
import Testing

@testable import AWSDynamoDB

@Suite("No error and no description shows a secret")
struct RedactionTests {
  /// Every secret that a program can have about it.
  private func variables(_ directory: TemporaryDirectory, _ standIn: StandIn) throws -> [String: String] {
    [
      "AWS_SECRET_ACCESS_KEY": Secret.key, "AWS_SESSION_TOKEN": Secret.token, "AWS_REGION": "eu-west-1",
      "AWS_CONTAINER_AUTHORIZATION_TOKEN": Secret.token, "AWS_ROLE_ARN": "r", "PATH": "/usr/bin:/bin",
      "AWS_ENDPOINT_URL_STS": standIn.url, "AWS_EC2_METADATA_SERVICE_ENDPOINT": standIn.url,
    ]
  }

  /// Ways to fail, as variables and a config file.
  private func failures(_ directory: TemporaryDirectory, _ standIn: StandIn) throws -> [([String: String], String)] {
    let program = try directory.write(
      "#!/bin/sh\necho \(Secret.key)\necho \(Secret.key) >&2\nexit $1", to: "program", executable: true)
    let keys = "aws_access_key_id = A\naws_secret_access_key = \(Secret.key)\naws_session_token = \(Secret.token)\n"
    return [
      ([:], ""),
      (["AWS_ACCESS_KEY_ID": "A", "AWS_SECRET_ACCESS_KEY": Secret.key + "\n"], ""),
      (["AWS_ACCESS_KEY_ID": "A", "AWS_SESSION_TOKEN": Secret.token + " "], ""),
      (["AWS_WEB_IDENTITY_TOKEN_FILE": try directory.write(Secret.identity, to: "identity")], ""),
      (["AWS_CONTAINER_CREDENTIALS_FULL_URI": standIn.url + "/"], ""),
      (["AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://user:\(Secret.argument)@example.com/"], ""),
      (["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": Secret.argument], ""),
      (
        [
          "AWS_CONTAINER_CREDENTIALS_FULL_URI": standIn.url,
          "AWS_CONTAINER_AUTHORIZATION_TOKEN": Secret.token + "\r\n",
        ], ""
      ),
      ([:], "[default]\n\(Secret.key)"), ([:], "\(Secret.key) = 1"), ([:], "[default]\nx =\n  \(Secret.key)"),
      ([:], "[default]\n" + keys.replacing("token = ", with: "token = é")),
      ([:], "[default]\naws_secret_access_key = \(Secret.key)"),
      ([:], "[default]\nrole_arn = r\nsource_profile = default\n" + keys),
      ([:], "[default]\nrole_arn = r\nsource_profile = x\n[profile x]\nsource_profile = default\nrole_arn = r"),
      ([:], "[default]\ncredential_process = \(program) 0 \(Secret.argument)"),
      ([:], "[default]\ncredential_process = \(program) 1 \(Secret.argument)"),
      ([:], "[default]\ncredential_process = '\(Secret.argument)"),
      ([:], "[default]\ncredential_process = /nowhere \(Secret.argument)"),
      ([:], "[default]\nsso_session = s\n" + keys),
      (
        ["AWS_ENDPOINT_URL_STS": "http://user:\(Secret.argument)@x/"],
        "[default]\nrole_arn = r\nsource_profile = default\n" + keys
      ),
      (["AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://user:\(Secret.argument)@x/"], ""),
    ]
  }

  /// Answers that repeat what they were asked, or hold secrets of their own.
  private static let answers: [StandIn.Answer] = [
    { _ in HTTPResponse(500, Secret.key) }, { _ in HTTPResponse(403, Documents.endpoint()) },
    { _ in HTTPResponse(200, Documents.endpoint() + "x") }, { _ in HTTPResponse(200, "\"" + Secret.key) },
    { _ in HTTPResponse(200, #"{"Code":"\#(Secret.key)/"}"#) }, { _ in HTTPResponse(200, Secret.key + "\n\u{1}") },
    { _ in HTTPResponse(200, Documents.endpoint(expiration: Secret.key)) },
    { _ in HTTPResponse(200, Documents.endpoint("A \(Secret.token)")) },
    { request in HTTPResponse(400, Documents.refusal("X", request.header("x-amz-security-token") ?? Secret.identity)) },
    { _ in HTTPResponse(400, Documents.refusal("SignatureDoesNotMatch", Secret.key)) },
    { _ in HTTPResponse(400, Documents.refusal("\(Secret.key) =", "")) },
    { _ in HTTPResponse(200, Documents.role().replacing("Expiration", with: "E")) },
    { _ in HTTPResponse(200, Documents.role().replacing(Secret.token, with: "é\(Secret.token)")) },
    { _ in nil },
  ]

  @Test("Every failure of every place, whatever the other side answers", arguments: answers.indices)
  func errors(answer: Int) async throws {
    try await TemporaryDirectory.with { directory async throws in
      try await StandIn.with(Self.answers[answer]) { standIn async throws in
        let common = try variables(directory, standIn)
        for (index, (more, config)) in try failures(directory, standIn).enumerated() {
          var environment = common.merging(more) { $1 }
          environment["AWS_CONFIG_FILE"] = try directory.write(config, to: "config")
          let context = CredentialsContext.test(environment, time: QuickTime())
          let text = await complaint { try await DefaultCredentials(context).credentials() } ?? ""
          #expect(!Secret.isShown(in: text), "failure \(index): \(text)")
          let message = await complaint { try AWSDynamoDBClient.Configuration(environment: environment) } ?? ""
          #expect(!Secret.isShown(in: message), "failure \(index): \(message)")
        }
      }
    }
  }

  /// Does not wait between attempts, and gives programs their time.
  private struct QuickTime: TimeSource {
    let now = Timestamp(seconds: 1_440_938_160)
    var uptime: Duration { .zero }
    func sleep(for duration: Duration) async throws {
      if duration > .seconds(10) { try await SystemTime().sleep(for: duration) }
    }
  }

  @Test("A token is taken out of a sentence as it is quoted: without the line break that its file ends with")
  func lineBreak() {
    let message = "The token \(Secret.identity) has expired"
    #expect(
      Redaction.sentence(message, without: ["\r\n \(Secret.identity)\n"]) == "The token <redacted> has expired")
    #expect(Redaction.sentence(message, without: [" \n", ""]) == message)
  }

  @Test(
    "A sentence holds nothing that moves a cursor or turns the text round",
    arguments: [
      "\u{1B}", "\u{7F}", "\u{85}", "\u{9B}", "\u{200F}", "\u{202E}", "\u{2066}", "\u{2028}", "\u{FEFF}", "\n",
    ])
  func invisible(text: String) {
    #expect(Redaction.sentence("é\(text)x", without: []) == "é x")
  }

  @Test("Printing, dumping and mirroring what holds them")
  func descriptions() async throws {
    let environment = [
      "AWS_ACCESS_KEY_ID": "AKID", "AWS_SECRET_ACCESS_KEY": Secret.key, "AWS_SESSION_TOKEN": Secret.token,
      "AWS_REGION": "eu-west-1",
    ]
    let configuration = try AWSDynamoDBClient.Configuration(environment: environment)
    let provider = DefaultCredentials(environment: environment)
    _ = try await provider.credentials()
    let refreshing = RefreshingCredentials(EnvironmentCredentials(environment))
    _ = try await refreshing.credentials()
    for value in [configuration, provider, refreshing, EnvironmentCredentials(environment)] as [Any] {
      var text = "\(value) \(String(reflecting: value)) "
      dump(value, to: &text)
      #expect(!Secret.isShown(in: text), "\(text)")
    }
    #expect("\(provider)" == "DefaultCredentials(source: the environment)")
  }
}
