import DynamoDB
import Testing

@testable import AWSDynamoDB

@Suite("Credentials from a container's endpoint")
struct ContainerCredentialsTests {
  private func find(_ variables: [String: String], host: String? = nil) async throws -> Credentials? {
    var context = CredentialsContext.test(variables)
    context.containerHost = host ?? context.containerHost
    return try await context.found { ContainerCredentials($0) }
  }

  @Test("A relative URL leads to the host's address, a full one where it says, and the relative one goes first")
  func urls() async throws {
    try await StandIn.with { _ in
      HTTPResponse(200, Documents.endpoint())
    } _: { standIn async throws in
      let relative = ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v2/credentials?id=1"]
      let expected = Credentials(
        accessKeyID: "AKIDENDPOINT", secretAccessKey: Secret.key, sessionToken: Secret.token,
        expiration: Timestamp(iso8601: Documents.expiration))
      #expect(try await find(relative, host: standIn.url) == expected)
      let full = ["AWS_CONTAINER_CREDENTIALS_FULL_URI": standIn.url + "/full?a=1"]
      #expect(try await find(full) == expected)
      #expect(try await find(full.merging(relative) { $1 }, host: standIn.url) == expected)
      #expect(standIn.requests.map(\.path) == ["/v2/credentials?id=1", "/full?a=1", "/v2/credentials?id=1"])
      #expect(standIn.requests.allSatisfy { $0.method == "GET" && $0.header("authorization") == nil })
    }
    #expect(CredentialsContext.test().containerHost == "http://169.254.170.2")
  }

  @Test("Without either variable nothing is asked")
  func absent() async throws {
    #expect(try await find(["AWS_CONTAINER_CREDENTIALS_FULL_URI": ""]) == nil)
  }

  @Test("The token goes along; its file goes first and is read each time")
  func token() async throws {
    try await TemporaryDirectory.with { directory async throws in
      try await StandIn.with { _ in
        HTTPResponse(200, Documents.endpoint())
      } _: { standIn async throws in
        var variables = [
          "AWS_CONTAINER_CREDENTIALS_FULL_URI": standIn.url, "AWS_CONTAINER_AUTHORIZATION_TOKEN": "Basic abc",
        ]
        _ = try await find(variables)
        variables["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] = try directory.write("one", to: "token")
        let source = ContainerCredentials(.test(variables))
        _ = try await source.find()
        try directory.write("two", to: "token")
        _ = try await source.find()
        #expect(standIn.requests.map { $0.header("authorization") } == ["Basic abc", "one", "two"])
        try directory.write("two\n", to: "token")
        await #expect { try await source.find() } throws: { "\($0)".contains("token holds a line break") }
        variables["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] = directory.path + "/nowhere"
        await #expect { try await find(variables) } throws: { "\($0)".contains("nowhere is not there") }
        #expect(standIn.requests.count == 3)
      }
    }
  }

  @Test(
    "A token leaves the machine only over TLS",
    arguments: [
      ("https://anywhere.example/x?y=1", true), ("http://127.0.0.1:1/", true), ("http://127.9.9.9", true),
      ("http://localhost/x", true), ("http://[::1]:80/x", true), ("http://169.254.170.2/v2", true),
      ("http://169.254.170.23/v1/credentials", true), ("http://[fd00:ec2::23]/v1/credentials", true),
      ("HTTP://LOCALHOST", true), ("http://anywhere.example", false), ("http://169.254.169.254/", false),
      ("http://127.0.0.1.evil.example/", false), ("http://localhost@evil.example/", false),
      ("http://evil.example/?http://localhost", false), ("http://evil.example#localhost", false),
      ("http://127.0.0.256/", false), ("http://127.1/", false), ("ftp://localhost", false), ("localhost", false),
      ("http://localhost/a b", false), ("http://[fd00:ec2::24]/", false), ("", false),
    ])
  func hosts(url: String, allowed: Bool) {
    #expect(ContainerCredentials.mayBeAsked(url) == allowed)
  }

  @Test("An endpoint that is out of order is asked again; one that refuses is not")
  func retries() async throws {
    let count = Counter()
    try await StandIn.with { _ in
      switch count.next() {
      case 1: HTTPResponse(500, "")
      case 2: nil
      default: HTTPResponse(200, Documents.endpoint())
      }
    } _: { standIn async throws in
      #expect(try await find(["AWS_CONTAINER_CREDENTIALS_FULL_URI": standIn.url]) != nil)
      #expect(standIn.requests.count == 3)
    }
    try await StandIn.with { _ in
      HTTPResponse(403, Secret.token)
    } _: { standIn async throws in
      await #expect { try await find(["AWS_CONTAINER_CREDENTIALS_FULL_URI": standIn.url]) } throws: {
        "\($0)".contains("HTTP 403")
      }
      #expect(standIn.requests.count == 1)
    }
  }

  @Test(
    "What is no document with credentials is refused, and said",
    arguments: [
      ("", "not a JSON document"), ("[]", "not a JSON document"), ("{}", "AccessKeyId is missing"),
      (#"{"AccessKeyId":"A"}"#, "SecretAccessKey is missing"),
      (#"{"AccessKeyId":"A","SecretAccessKey":"S\n"}"#, "SecretAccessKey holds"),
      (#"{"AccessKeyId":"A","SecretAccessKey":"S","Expiration":"soon"}"#, "Expiration is not"),
      (#"{"AccessKeyId":"A","SecretAccessKey":"S"} x"#, "not a JSON document"),
    ])
  func documents(body: String, problem: String) async throws {
    try await StandIn.with { _ in
      HTTPResponse(200, body)
    } _: { standIn async throws in
      await #expect { try await find(["AWS_CONTAINER_CREDENTIALS_FULL_URI": standIn.url]) } throws: {
        "\($0)".contains(problem)
      }
    }
  }
}
